// What an administrator watches and alerts on, and how Prometheus reads it. Pure: figures in, text out. People are
// counted and never named.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/facets.h"
#include "base/obstacle.h"
#include "base/time.h"
#include "history/end_reason.h"
#include "history/record.h"

namespace presenced::metrics {

// Of what has been committed since the daemon started.
class CommittedCounts {
 public:
  // What the batch tells; the rest is passed over.
  void add(const history::Batch& batch);
  CommittedCounts& operator+=(const CommittedCounts& more);

  std::uint64_t sessions_ended(history::EndReason reason) const { return sessions_ended_[index(reason)]; }
  std::uint64_t transitions(base::Facet facet, history::Source source) const {
    return transitions_[index(facet, source)];
  }

 private:
  static std::size_t index(history::EndReason reason) { return static_cast<std::size_t>(reason) - 1; }
  static std::size_t index(base::Facet facet, history::Source source) {
    return static_cast<std::size_t>(facet) * history::kSourceCount + static_cast<std::size_t>(source);
  }

  std::array<std::uint64_t, history::kEndReasonWords.size()> sessions_ended_{};
  std::array<std::uint64_t, base::kFacetCount * history::kSourceCount> transitions_{};
};

// The people of a group of the watchlist, by their present state.
struct GroupFigures {
  std::string name;
  std::size_t active = 0;
  std::size_t away = 0;
  std::size_t unknown = 0;
};

// Counters start at 0 with the daemon.
struct WorkspaceFigures {
  std::string name;
  bool connected = false;
  std::size_t watched = 0;
  std::size_t uncovered = 0;           // of these: something that is tracked of them is not covered
  std::size_t unresolved = 0;          // names that stand for nobody yet
  base::ByFacet<std::size_t> covered;  // people
  std::vector<GroupFigures> groups;
  std::size_t unconfirmed = 0;
  std::size_t sampled = 0;
  std::array<bool, history::kFeedWords.size()> feed_live{};   // by history::FeedName
  std::array<bool, base::kObstacleWords.size()> obstacles{};  // of any feed, by base::Obstacle; `none` stays false
  base::Millis poll_round{0};                                 // 0: nobody is polled
  std::size_t foreign_connections = 0;  // of other programs to the same app, as far as Slack counts them
  std::optional<base::WallTime> last_event;
  bool clock_wrong = false;               // by Slack's time, or by the history: nothing is claimed
  base::Millis clock_ahead{0};            // of Slack's; negative: behind
  base::Millis history_ahead{0};          // the newest record, of the wall clock
  std::uint64_t connection_attempts = 0;  // calls of rtm.connect
  std::uint64_t frames = 0;               // received, all of them
  std::uint64_t frames_ignored = 0;       // of these: of no use to us
  std::uint64_t frames_malformed = 0;     // of these: not to be read
  std::size_t uncommitted_bytes = 0;      // on their way to the disk
  base::Millis held{0};                   // so long nothing was read from the sockets, because the disk was behind
  CommittedCounts committed;
};

struct Figures {
  std::string version;
  base::WallTime started_at;
  bool configuration_valid = true;  // false: the newest edit was rejected
  bool recording = true;            // false: nothing can be written (disk full)
  std::size_t queued = 0;           // records that wait for the disk
  std::uint64_t store_failures = 0;
  std::optional<base::WallTime> last_commit;
  std::uint64_t database_bytes = 0;
  std::uint64_t log_bytes = 0;  // of these: of the write-ahead log
  bool log_held = false;        // a reader keeps the log growing
  std::vector<WorkspaceFigures> workspaces;
};

// Every family and label is there from the start, with zeros; a moment that never was is 0.
std::string prometheus_text(const Figures& figures);

}  // namespace presenced::metrics
