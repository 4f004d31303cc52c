// The facets of a person: what they are, as values. A further facet starts with a type here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace presenced::base {

enum class Facet : std::uint8_t { presence = 0, status = 1 };  // the numbers are stored in the database
inline constexpr std::size_t kFacetCount = 2;

enum class Presence : std::uint8_t { away = 0, active = 1 };  // the numbers are stored in the database

constexpr std::string_view name_of(Presence presence) { return presence == Presence::active ? "active" : "away"; }
constexpr std::string_view name_of(Facet facet) { return facet == Facet::presence ? "presence" : "status"; }

// What somebody's status says. Cleared: text and emoji empty, no expiry.
struct Status {
  std::string text;                    // UTF-8, decoded; Slack allows 100 characters, we keep what comes
  std::string emoji;                   // ":name:" or empty
  std::optional<WallTime> expires_at;  // whole seconds at Slack; empty: it does not expire
  bool operator==(const Status&) const = default;
  bool cleared() const { return text.empty() && emoji.empty(); }
};

// Which facets of a person are recorded (`track:` in the watchlist).
struct Facets {
  bool presence = true;
  bool status = true;
  bool operator==(const Facets&) const = default;
};

}  // namespace presenced::base
