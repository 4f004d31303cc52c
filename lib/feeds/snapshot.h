// What the feeds are doing, for `presencectl status`, the service manager, the log and tests. Holds no secret.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/obstacle.h"
#include "base/time.h"

namespace presenced::feeds {

// A set of people and the connection that serves it.
struct StreamSnapshot {
  std::string_view feed;  // history::FeedName
  std::string_view
      state;  // of the current connection; "disconnected" when there is none. Idle ones: "retired" (its set has no
              // people), "stand_by" (another feed does its work), "idle" (nobody needs to be polled)
  base::Millis standing_for{0};  // how long it has been live; or how long it has not, also when it never was
  bool rotating = false;         // a successor is being opened or taken over
  std::size_t subscribed = 0;    // people in its set
  std::size_t confirmed = 0;
  std::vector<base::UserId> unconfirmed;
  std::size_t sampled = 0;                         // asked about on this socket, in turn
  std::optional<base::Millis> sample_round;        // how long the last whole round of asking took
  std::optional<base::Millis> next_attempt_in;     // when disconnected and waiting
  std::string trouble;                             // why not connected; empty while all is well
  base::Obstacle obstacle = base::Obstacle::none;  // of what kind the trouble is
  bool credential_refused = false;  // that is why: Slack rejected the token, of Socket Mode the app-level one
  std::string needed;               // the scope that the token lacks, and those it has, where that is why
  std::string provided;
};

// Of all feeds together; each adds its own.
struct Activity {
  std::size_t sampled = 0;  // people for whom there was no room in the subscriptions
  std::optional<base::WallTime> last_event;
  // Counted since the engine was made.
  std::uint64_t connection_attempts = 0;
  std::uint64_t frames = 0;            // received, all of them
  std::uint64_t frames_ignored = 0;    // of these: of no use to us
  std::uint64_t frames_malformed = 0;  // of these: unreadable
  // Connections to our app that are somebody else's: they receive some of its events.
  std::size_t foreign_connections = 0;
  std::vector<StreamSnapshot> streams;
};

}  // namespace presenced::feeds
