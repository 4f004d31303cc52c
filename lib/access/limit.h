// What somebody may see who may not see everything: certain groups of the watchlist. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace presenced::access {

// The people of these groups, each while they are a member. `workspace` empty: groups of these names in every
// workspace.
struct Limit {
  std::vector<std::string> groups;  // without "@"
  std::optional<std::string> workspace = {};

  bool includes(std::string_view workspace_name, std::string_view group) const;
  bool operator==(const Limit&) const = default;
};

// What both allow; empty: everything.
std::optional<Limit> both(const std::optional<Limit>& one, const std::optional<Limit>& other);

}  // namespace presenced::access
