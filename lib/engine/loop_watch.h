// Notices that the process was stopped for a while (SIGSTOP, a frozen container, a loop that was blocked) although both
// clocks ran on: its turn comes later than it asked for. Pure.
#pragma once

#include <optional>
#include <utility>

#include "base/time.h"

namespace presenced::engine {

class LoopWatch {
 public:
  // A busy machine brings a turn some hundred milliseconds late [observed].
  static constexpr base::Millis kTolerance{2'000};
  // How often the loop must turn, so that a stop becomes visible: one of less than both together may pass unseen.
  static constexpr base::Millis kTurn{2'000};

  // How long it was stopped, since the turn before; empty: it was not.
  std::optional<base::Millis> turned(base::MonoTime now) {
    const auto last = std::exchange(last_, now);
    const auto asked = std::exchange(asked_, std::nullopt);
    if (!last || !asked || now - *asked <= kTolerance) return std::nullopt;
    return now - *last;
  }
  // The next turn is to come at this moment, or before.
  void wake_at(base::MonoTime at) { asked_ = at; }

 private:
  std::optional<base::MonoTime> last_;
  std::optional<base::MonoTime> asked_;
};

}  // namespace presenced::engine
