// The last value of each facet of a person on one socket, and the order in which values arrive.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/facets.h"
#include "base/ids.h"
#include "base/sparse_by_facet.h"
#include "base/time.h"

namespace presenced::feeds::rtm {

// The place of an arrival or of a ping among all of one shard: later ones have higher numbers, 0 is before the first.
// Milliseconds would not do, because several things happen within one.
using Order = std::uint64_t;

// The last two arrivals about one facet of one person on one socket: the hand-over (hand_over.h) asks whether there
// was more than one since a ping.
class Arrivals {
 public:
  void add(Order at) { before_ = std::exchange(last_, at); }
  // One arrival that may stand for several changes.
  void add_several(Order at) { before_ = last_ = at; }

  bool none_since(Order mark) const { return last_ < mark; }
  bool at_most_one_since(Order mark) const { return before_ < mark; }

 private:
  Order last_ = 0;
  Order before_ = 0;
};

// From this socket, or from an answer asked for while it owned the person.
struct LastValue {
  std::optional<base::State> state;                 // empty: none yet, or out of date
  std::optional<std::int64_t> updated;              // Slack's own time of the record, UNIX seconds; empty: it has none
  std::optional<std::int64_t> pushed_record;        // `updated` of the last event
  base::MonoTime pushed_at{base::MonoTime::min()};  // of the last event
  base::WallTime received{};  // the moment for which `state` is confirmed; of an answer, when it was asked for
  bool pushed = false;        // `state` came with the last event, not by an answer
  Arrivals arrivals;          // the same record pushed twice in a row is one
};
using LastValues = base::SparseByFacet<LastValue>;

// Numbers the arrivals and pings of one shard.
class EventOrder {
 public:
  Order next() { return ++newest_; }
  void arrived(Arrivals& arrivals, const base::UserId& user) {
    arrivals.add(next());
    reported_.push_back(user);
  }
  void several_arrived(Arrivals& arrivals, const base::UserId& user) {
    arrivals.add_several(next());
    reported_.push_back(user);
  }
  // Of whom something has arrived since they were last forgotten.
  const std::vector<base::UserId>& reported() const { return reported_; }
  void forget_reported() { reported_.clear(); }

 private:
  Order newest_ = 0;
  std::vector<base::UserId> reported_;
};

}  // namespace presenced::feeds::rtm
