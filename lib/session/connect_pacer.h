// The pace of rtm.connect, which is one workspace's, whatever number of sockets it keeps.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/time.h"

namespace presenced::session {

// Slack limits rtm.connect to about one call a minute with a small burst (rate-limit tier 1; 10-22 rapid calls were
// observed to pass). We stay well inside: five at once, then one a minute.
struct PacePolicy {
  int burst = 5;
  base::Millis interval{60'000};
};

class ConnectPacer {
 public:
  explicit ConnectPacer(PacePolicy policy = {}) : policy_(policy) {}

  // The first moment, not before `now`, at which the next call may be made.
  base::MonoTime earliest(base::MonoTime now) const {
    return std::max({now, held_until_, full_at_ - policy_.interval * (policy_.burst - 1)});
  }

  // Slack named the moment (Retry-After) before which there is to be no further call, whoever wants one and why.
  void hold(base::MonoTime until) { held_until_ = std::max(held_until_, until); }

  // A call is being made. Call it only when `earliest(now) == now`.
  void take(base::MonoTime now) { full_at_ = std::max(now, full_at_) + policy_.interval; }

 private:
  PacePolicy policy_;
  base::MonoTime held_until_{base::MonoTime::min()};
  base::MonoTime full_at_{base::Millis{INT64_MIN / 2}};  // when the whole burst will be there again
};

}  // namespace presenced::session
