// How long to wait before trying again. Pure; the randomness comes in by argument.
#pragma once

#include "base/random.h"
#include "base/time.h"

namespace presenced::session {

struct BackoffPolicy {
  base::Millis base{1'000};
  base::Millis most{5 * 60'000};  // long outages are outlasted at this pace, for ever
};

// Full jitter: after the n-th failure in a row, evenly in [0, min(most, base * 2^(n-1))]. Thousands of daemons that
// lose their sockets in the same second must not come back in the same second.
class Backoff {
 public:
  explicit Backoff(BackoffPolicy policy = {}) : policy_(policy) {}

  base::Millis next(base::Random& random);  // counts one more failure
  void reset() { failures_ = 0; }
  int failures() const { return failures_; }

  // The longest wait that may follow the `failures`-th failure in a row (from 1).
  base::Millis ceiling(int failures) const;

 private:
  BackoffPolicy policy_;
  int failures_ = 0;
};

}  // namespace presenced::session
