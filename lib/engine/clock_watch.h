// Notices that the wall clock was set, by comparing it with the monotonic one. Pure.
//
// A machine that was suspended looks the same (the monotonic clock stood still), and deserves the same answer: what
// happened in between was not seen.
#pragma once

#include <optional>
#include <utility>

#include "base/time.h"

namespace presenced::engine {

class ClockWatch {
 public:
  // A smaller difference is slewing, or the time between reading the two clocks.
  static constexpr base::Millis kTolerance{1'000};

  // How far the wall clock has been moved since the last call (positive: forward); empty: it was not.
  std::optional<base::Millis> observe(base::Instant now) {
    const auto last = std::exchange(last_, now);
    if (!last) return std::nullopt;
    const base::Millis step = (now.wall - last->wall) - (now.mono - last->mono);
    if (step >= -kTolerance && step <= kTolerance) return std::nullopt;
    return step;
  }

 private:
  std::optional<base::Instant> last_;
};

}  // namespace presenced::engine
