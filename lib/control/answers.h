// What the daemon answers on its control socket. Plain data; holds no secret.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/facets.h"
#include "base/ids.h"
#include "base/time.h"
#include "config/problem.h"

namespace presenced::control {

inline constexpr int kSchema = 1;  // of the JSON: keys are added, never renamed or dropped, as long as it stays

// A name on a watchlist that stands for nobody yet, or about which something is wrong.
struct UnresolvedName {
  std::string where;    // FILE:LINE
  std::string name;     // email "lee@example.com", channel "#incidents"
  std::string trouble;  // "is not watched: ..."; empty: Slack has not answered yet
  bool operator==(const UnresolvedName&) const = default;
};

// The wall clock as Slack's time shows it, and the history by the wall clock.
struct ClockStatus {
  std::string state = "unknown";      // "unknown", "agrees", "contradicts"
  std::int64_t ahead_ms = 0;          // of Slack's clock; negative: behind it
  bool confirmed = false;             // by at least two readings
  std::int64_t history_ahead_ms = 0;  // by how much the newest record lies in the future
  bool operator==(const ClockStatus&) const = default;
};
// Why nothing can be claimed: by how many seconds a clock is wrong, and in which direction. Empty: nothing is in the
// way.
std::string trouble_of(const ClockStatus& clock);

// One way of learning from Slack (docs/HISTORY.md).
struct FeedStatus {
  std::string name;           // "rtm", "socket_mode", "poll"
  std::string state;          // "live"; idle: "stand_by", "idle"; else in a word or two why it is not live
  std::string trouble;        // what stands in the way; empty: nothing
  std::size_t people = 0;     // asked about in turn
  std::int64_t round_ms = 0;  // how long it takes to ask about all of them; 0: nobody is
  bool operator==(const FeedStatus&) const = default;
};

struct WorkspaceStatus {
  std::string name;
  bool connected = false;               // a session is live
  std::string state;                    // of the connection, in a word or two: "live", "disconnected"
  std::optional<base::WallTime> since;  // since when it is connected, or is not; empty: it has nobody to watch yet
  std::string trouble;                  // why not connected; empty while all is well
  std::string needed;                   // the scope that the token lacks, where that is why
  std::string provided;                 // and those it has
  std::optional<base::WallTime> next_attempt_at;
  std::size_t watched = 0;
  std::vector<UnresolvedName> unresolved;
  std::size_t confirmed = 0;  // of those subscribed: Slack has answered for them
  std::vector<base::UserId> unconfirmed;
  std::size_t sampled = 0;             // for whom the sets have no room
  base::ByFacet<std::size_t> covered;  // people
  std::vector<FeedStatus> feeds;       // that are in use or stand by, the best first
  std::optional<base::WallTime> last_event;
  std::size_t uncommitted = 0;  // records on their way to the disk
  std::size_t uncommitted_bytes = 0;
  bool held = false;  // nothing is read from Slack: the disk is behind
  ClockStatus clock;
  bool operator==(const WorkspaceStatus&) const = default;
};

struct HistoryStatus {
  std::string path;        // absolute
  std::size_t bytes = 0;   // with its -wal
  std::size_t queued = 0;  // records that wait for the disk
  std::optional<base::WallTime> last_commit_at;
  bool recording = true;      // false: nothing can be written at present
  std::string trouble;        // why not
  std::size_t log_bytes = 0;  // of its -wal
  std::string log_trouble;    // which reader keeps the -wal growing; empty: none does
  bool operator==(const HistoryStatus&) const = default;
};

struct ConfigurationStatus {
  std::string file;                           // absolute
  std::optional<base::WallTime> rejected_at;  // the newest edit could not be applied, then; empty: it is in force
  config::Problems problems;                  // of that edit
  bool operator==(const ConfigurationStatus&) const = default;
};

struct LogLine {  // a warning or an error, as it went into the log
  base::WallTime at;
  bool error = false;
  std::string event;
  std::string workspace;  // empty: of the whole daemon
  std::string message;
  bool operator==(const LogLine&) const = default;
};

struct Status {
  std::string version;
  std::int64_t pid = 0;
  base::WallTime started_at;
  base::WallTime at;  // when it was asked
  HistoryStatus history;
  ConfigurationStatus configuration;
  std::vector<WorkspaceStatus> workspaces;
  std::vector<LogLine> recent;  // the last few of this run, the oldest first
  bool operator==(const Status&) const = default;
};

struct Reloaded {
  std::vector<std::string> changed;  // "log.level", "workspace acme: token"; holds no value. Empty: nothing new
  config::Problems problems;         // not empty: nothing was applied
  bool operator==(const Reloaded&) const = default;
};

struct Purged {
  base::UserId user;
  bool known = false;           // the history had something of them
  bool forgotten = false;       // and never recorded again; also somebody of whom nothing was recorded yet
  std::size_t transitions = 0;  // that were deleted, of all facets and workspaces
  std::size_t spans = 0;        // of coverage
  // Of a forgotten person: where watchlists still name them by id, address or handle ("FILE:LINE").
  std::vector<std::string> named_at = {};
  bool operator==(const Purged&) const = default;
};

struct ForgetUndone {
  base::UserId user;
  bool operator==(const ForgetUndone&) const = default;
};

// What was moved out of the future, or cut there.
struct Repaired {
  std::string workspace;
  std::size_t transitions = 0;
  std::size_t spans = 0;  // of coverage
  std::size_t sessions = 0;
  bool operator==(const Repaired&) const = default;
};

struct Reconnecting {
  std::vector<std::string> workspaces;  // that try now: those that were not connected
  bool operator==(const Reconnecting&) const = default;
};

}  // namespace presenced::control
