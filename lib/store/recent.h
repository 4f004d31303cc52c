// Who the newest transitions are of: a ring of the last few thousand seqs (recent_transition in schema.cpp).
// Transitions are keyed by person, so that without it a follower seeks once a person to find a new one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "store/sqlite.h"

namespace presenced::store {

// What a large workspace commits in some seconds, and a follower that was away that long still finds; 50 KB of file.
inline constexpr std::int64_t kRecentTransitions = 4096;

// A commit of more is a flood, and leaves the ring as it is: to seek each of 17,500 people takes a follower 30 ms, and
// to find a thousand changes by the ring 38 ms (docs/SCALE.md). It saves the writer a fourth of its time in a flood.
inline constexpr std::size_t kMostRecentOfCommit = 1000;

class RecentTransitions {
 public:
  explicit RecentTransitions(Database& database);
  void add(std::int64_t seq, std::int64_t person);  // finish() puts it in the place of the oldest
  void finish();                                    // once in a transaction
  void forget() { added_.clear(); }                 // after a rollback

 private:
  struct Added {
    std::int64_t seq;
    std::int64_t person;
  };
  Statement replace_;
  std::vector<Added> added_;
};

// The people of all transitions with a greater seq. Empty: the ring does not have all of these, because they are too
// many or came in a flood, because some were purged since, or because they are older than the ring is.
std::optional<std::set<std::int64_t>> people_since(Database& database, std::int64_t after);

// In the caller's transaction, for a purge.
void forget_recent(Database& database, std::int64_t person);

}  // namespace presenced::store
