#include "hooks/retry.h"

#include <algorithm>

namespace presenced::hooks {

base::Millis Retry::after(const Outcome& failure, base::Random& random) {
  const base::Millis wait = backoff_.next(random);
  if (!failure.retry_after) return wait;
  // On top of what was asked for, so that many who were sent away together do not come back together. Compared in
  // seconds: what a server says may be too large for milliseconds.
  const auto most = std::chrono::duration_cast<std::chrono::seconds>(kMostRetryAfter);
  return base::Millis{std::min(*failure.retry_after, most)} + wait;
}

}  // namespace presenced::hooks
