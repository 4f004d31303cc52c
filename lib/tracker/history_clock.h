// The clock by which the history is written: the machine's wall clock, but it never goes back. Pure.
#pragma once

#include <algorithm>

#include "base/time.h"

namespace presenced::tracker {

class HistoryClock {
 public:
  // `recorded_until`: the newest moment of the history.
  explicit HistoryClock(base::WallTime recorded_until) : latest_(recorded_until) {}

  // The moment by which what is observed now is recorded: the wall clock, but never before what is recorded already.
  // While the wall clock is known to be wrong, recorded time stands still.
  base::WallTime stamp(base::WallTime wall) {
    if (!held_) latest_ = std::max(latest_, wall);
    return latest_;
  }
  void hold(bool wall_clock_wrong) { held_ = wall_clock_wrong; }
  base::WallTime latest() const { return latest_; }
  // What was recorded after `until` has been moved aside.
  void rewind(base::WallTime until) { latest_ = until; }

 private:
  base::WallTime latest_;
  bool held_ = false;
};

}  // namespace presenced::tracker
