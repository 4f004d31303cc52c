// Why a session or a span of coverage ended: one short word, stored with it and shown to users (docs/HISTORY.md).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace presenced::history {

// The numbers are stored in the database: append only, never renumber.
enum class EndReason : std::uint8_t {
  goodbye = 1,              // Slack announced the end (its sessions last about 8 hours), or it asked us to move on
  peer_closed = 2,          // the other side closed, with or without a close frame
  timeout = 3,              // nothing was heard for 30 s, no ping was answered for a minute, or a step took long
  protocol_error = 4,       // what came was not WebSocket, or Slack reported an error on the socket and dropped us
  network_error = 5,        // reset, unreachable, name not resolved, TLS failed
  unwatched = 6,            // the person left the watchlist
  shutdown = 7,             // the daemon was asked to stop
  crash = 8,                // the daemon or the machine died; closed at the next start
  store_error = 9,          // it could not be recorded: disk full, database broken, queue over its bound
  clock_step = 10,          // the wall clock was set
  lost_agreement = 11,      // during a rotation the two sockets contradicted each other and the old one went away
  invalidated = 12,         // Slack told that the record changed, not what it says now (browser-session tokens)
  rate_limited = 13,        // Slack held back answers or dropped events, because there were too many
  foreign_connection = 14,  // another program is connected to the same app and receives some of its events
  link_disabled = 15,       // Socket Mode was switched off for the app
  polling_began = 16,       // polling took over from a feed that was switched off
  polling_ended = 17,       // a better feed took over from polling, or polling was switched off
};

struct EndReasonWord {
  EndReason reason;
  std::string_view word;
};

inline constexpr std::array<EndReasonWord, 17> kEndReasonWords{{
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
    {EndReason::rate_limited, "rate_limited"},
    {EndReason::foreign_connection, "foreign_connection"},
    {EndReason::link_disabled, "link_disabled"},
    {EndReason::polling_began, "polling_began"},
    {EndReason::polling_ended, "polling_ended"},
}};

constexpr std::string_view name_of(EndReason reason) {
  for (const auto& entry : kEndReasonWords)
    if (entry.reason == reason) return entry.word;
  return "unknown";
}

}  // namespace presenced::history
