// At most one frame a second per socket, over everything that is sent on it (Slack's RTM reference: "no more than one
// message per second"; whether pings count is not documented, so they do here).
#pragma once

#include <algorithm>

#include "base/time.h"

namespace presenced::watch {

class FrameLimiter {
 public:
  // A little over a second, because the network can bring two frames closer together than they were sent.
  static constexpr base::Millis kSpacing{1'100};

  base::MonoTime earliest() const { return earliest_; }
  bool ready(base::MonoTime now) const { return now >= earliest_; }
  void sent(base::MonoTime now) { earliest_ = std::max(earliest_, now + kSpacing); }
  // Slack said that we are too fast.
  void hold(base::MonoTime now, base::Millis pause) { earliest_ = std::max(earliest_, now + pause); }

 private:
  base::MonoTime earliest_{base::MonoTime::min()};
};

}  // namespace presenced::watch
