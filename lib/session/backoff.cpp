#include "session/backoff.h"

#include <algorithm>

namespace presenced::session {

base::Millis Backoff::ceiling(int failures) const {
  base::Millis ceiling = policy_.base;
  for (int i = 1; i < failures && ceiling < policy_.most; ++i) ceiling *= 2;
  return std::min(ceiling, policy_.most);
}

base::Millis Backoff::next(base::Random& random) {
  ++failures_;
  return random.up_to(ceiling(failures_));
}

}  // namespace presenced::session
