#include "hooks/ending.h"

#include <poll.h>

#include <algorithm>
#include <chrono>

namespace presenced::hooks {

bool Ending::sleep(base::Millis span) const {
  using Clock = std::chrono::steady_clock;
  const auto until = Clock::now() + span;
  pollfd wish{descriptor_, POLLIN, 0};  // a negative one is passed over (poll(2))
  while (true) {
    const auto left = std::chrono::ceil<base::Millis>(until - Clock::now());
    const int ready = poll(&wish, 1, static_cast<int>(std::max<base::Millis::rep>(0, left.count())));
    if (ready > 0) return false;
    if (Clock::now() >= until) return true;
  }
}

}  // namespace presenced::hooks
