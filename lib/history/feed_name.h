// The feeds, as the history names them: a session is of one feed (docs/HISTORY.md).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace presenced::history {

// The numbers are stored in the database: append only.
enum class FeedName : std::uint8_t {
  rtm = 0,          // Slack's RTM sockets: presences and statuses as events
  socket_mode = 1,  // the event sockets of modern apps: statuses
  poll = 2,         // the Web API, asked in turn: presences and statuses as samples
};
inline constexpr std::array<std::string_view, 3> kFeedWords{"rtm", "socket_mode", "poll"};

constexpr std::string_view name_of(FeedName feed) { return kFeedWords[static_cast<std::size_t>(feed)]; }

}  // namespace presenced::history
