// When a change that was not acknowledged is delivered again. Pure; the randomness comes in by argument.
#pragma once

#include "base/random.h"
#include "base/time.h"
#include "hooks/receiver.h"
#include "session/backoff.h"

namespace presenced::hooks {

class Retry {
 public:
  // A receiver that restarts is back within a second or two, so the first waits are short. The longest one is what a
  // person who mends the receiver should have to wait at most.
  static constexpr session::BackoffPolicy kPolicy{base::Millis{100}, base::Millis{60'000}};
  // Of a Retry-After: longer ones are mistakes, and would look like a hook that hangs.
  static constexpr base::Millis kMostRetryAfter = std::chrono::hours{1};

  // How long to wait after this failure: jittered, longer from failure to failure up to kPolicy.most, and not shorter
  // than what the receiver asked for, up to kMostRetryAfter.
  base::Millis after(const Outcome& failure, base::Random& random);
  void acknowledged() { backoff_.reset(); }
  int failures() const { return backoff_.failures(); }  // in a row

 private:
  session::Backoff backoff_{kPolicy};
};

}  // namespace presenced::hooks
