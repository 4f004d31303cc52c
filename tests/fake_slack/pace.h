// How often something may be done: a burst, then one per interval (the generic cell rate algorithm).
#pragma once

#include <algorithm>

#include "base/time.h"

namespace presenced::fake_slack {

class Pace {
 public:
  Pace(int burst, base::Millis interval) : interval_(interval), tolerance_(interval * (burst - 1)) {}

  // Whether one more may pass now. One that may not is not counted.
  bool take(base::MonoTime now) {
    if (wait(now) > base::Millis{0}) return false;
    due_ = std::max(due_, now) + interval_;
    return true;
  }

  // How long until `take` says yes.
  base::Millis wait(base::MonoTime now) const { return std::max(base::Millis{0}, due_ - tolerance_ - now); }

  // Nothing was taken lately: the whole burst may pass.
  bool rested(base::MonoTime now) const { return due_ <= now; }

 private:
  base::Millis interval_;
  base::Millis tolerance_;
  // When the next would be due if they came evenly. Long ago at first; a quarter of the range leaves room to subtract.
  base::MonoTime due_{base::MonoTime::min().time_since_epoch() / 4};
};

}  // namespace presenced::fake_slack
