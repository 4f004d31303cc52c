// Identifiers, each a type of its own so that one cannot be passed for another.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace presenced::base {

// A Slack member: "U024BE7LH", or "W..." on Enterprise Grid. At most 15 characters in practice, so it stays in the
// string's own buffer. Not checked here; `valid_user_id` is the check for what people type.
struct UserId {
  std::string text;
  auto operator<=>(const UserId&) const = default;
};

// A letter U or W followed by 2-30 capital letters and digits.
bool valid_user_id(const std::string& text);

// One connection attempt of one workspace and the socket that comes of it. Unique within a run of the daemon.
enum class LinkId : std::uint64_t {};

// One Web API call of one workspace. Unique within a run of the daemon.
enum class CallId : std::uint64_t {};

// One session of one workspace, numbered from 1 for as long as the database lives.
enum class SessionNumber : std::int64_t {};

// One batch of records of one workspace, numbered from 1 for as long as the database lives. The store remembers the
// last one it committed, so that a batch whose commit ended ambiguously can be handed in again.
enum class BatchNumber : std::int64_t {};

}  // namespace presenced::base

template <>
struct std::hash<presenced::base::UserId> {
  std::size_t operator()(const presenced::base::UserId& id) const noexcept { return std::hash<std::string>{}(id.text); }
};
