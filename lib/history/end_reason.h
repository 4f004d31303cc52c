// Why a session or a span of coverage ended: one short word, stored with it and shown to users (docs/HISTORY.md).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace presenced::history {

// The numbers are stored in the database: append only, never renumber.
enum class EndReason : std::uint8_t {
  goodbye = 1,          // Slack announced the end (its sessions last about 8 hours), or it asked us to move on
  peer_closed = 2,      // the other side closed, with or without a close frame
  timeout = 3,          // nothing was heard for 30 s, or a step took too long
  protocol_error = 4,   // what came was not WebSocket, or Slack reported an error on the socket and dropped us
  network_error = 5,    // reset, unreachable, name not resolved, TLS failed
  unwatched = 6,        // the person left the watchlist
  shutdown = 7,         // the daemon was asked to stop
  crash = 8,            // the daemon or the machine died; closed at the next start
  store_error = 9,      // it could not be recorded: disk full, database broken, queue over its bound
  clock_step = 10,      // the wall clock was set
  lost_agreement = 11,  // during a rotation the two sockets contradicted each other and the old one went away
  invalidated = 12,     // Slack told that the record changed, not what it says now (browser-session tokens)
};

struct EndReasonWord {
  EndReason reason;
  std::string_view word;
};

inline constexpr std::array<EndReasonWord, 12> kEndReasonWords{{
    {EndReason::goodbye, "goodbye"},
    {EndReason::peer_closed, "peer_closed"},
    {EndReason::timeout, "timeout"},
    {EndReason::protocol_error, "protocol_error"},
    {EndReason::network_error, "network_error"},
    {EndReason::unwatched, "unwatched"},
    {EndReason::shutdown, "shutdown"},
    {EndReason::crash, "crash"},
    {EndReason::store_error, "store_error"},
    {EndReason::clock_step, "clock_step"},
    {EndReason::lost_agreement, "lost_agreement"},
    {EndReason::invalidated, "invalidated"},
}};

constexpr std::string_view name_of(EndReason reason) {
  for (const auto& entry : kEndReasonWords)
    if (entry.reason == reason) return entry.word;
  return "unknown";
}

}  // namespace presenced::history
