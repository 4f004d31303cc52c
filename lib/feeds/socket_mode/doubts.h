// Since when it is not sure that every event has arrived. Pure.
//
// A socket that ended without a closing handshake may have taken events with it. Slack sends them again, for minutes,
// to whichever connection it picks, also to the dead one while it counts it. So nothing is proven past the last sign of
// life of such a socket until everybody has been asked about after Slack can have noticed. Coverage goes on meanwhile;
// should it end, it ends at the proof.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "base/time.h"

namespace presenced::feeds::socket_mode {

class Doubts {
 public:
  // Nothing is proven past this recorded moment until answers to questions asked after `until` are there.
  void add(base::WallTime since, base::MonoTime until) { doubts_.push_back({since, until, false}); }

  // The last moment up to which there is none; empty: there is none at all.
  std::optional<base::WallTime> since() const {
    std::optional<base::WallTime> first;
    for (const Doubt& one : doubts_) first = std::min(first.value_or(one.since), one.since);
    return first;
  }

  bool any() const { return !doubts_.empty(); }

  // Whether everybody is to be asked about now; it counts as done.
  bool ask(base::MonoTime now) {
    bool due = false;
    for (Doubt& one : doubts_)
      if (!one.asked && one.until <= now) due = one.asked = true;
    return due;
  }
  // What is covered has been asked about since.
  void settle(base::MonoTime asked_since) {
    std::erase_if(doubts_, [&](const Doubt& one) { return one.asked && one.until <= asked_since; });
  }
  base::MonoTime deadline() const {
    base::MonoTime at = base::MonoTime::max();
    for (const Doubt& one : doubts_)
      if (!one.asked) at = std::min(at, one.until);
    return at;
  }

  // The history after `until` has been moved aside.
  void rewind(base::WallTime until) {
    for (Doubt& one : doubts_) one.since = std::min(one.since, until);
  }

 private:
  struct Doubt {
    base::WallTime since;
    base::MonoTime until;
    bool asked = false;
  };
  std::vector<Doubt> doubts_;
};

}  // namespace presenced::feeds::socket_mode
