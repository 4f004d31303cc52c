// Whether the history's writer makes progress. Pure.
//
// An error from a full disk counts as progress, because the writer tries again. A writer with work that gets neither an
// error nor a success hangs in a write that does not return.
#pragma once

#include <cstdint>

#include "base/time.h"
#include "engine/backpressure.h"

namespace presenced::service {

class WriterWatch {
 public:
  // A writer that is stuck for longer is given up: a restart may help. A disk that stalls for less costs nothing,
  // because the engines wait for it for so long, and a restart would lose what waits.
  static constexpr base::Millis kPatience = engine::Backpressure::kLongest + base::Millis{10'000};

  explicit WriterWatch(base::MonoTime began) : last_seen_working_(began) {}

  // `busy`: something waits, or is being written. `answers`: how often the disk has answered (store::Writer).
  void observe(base::MonoTime now, bool busy, std::uint64_t answers) {
    if (!busy || answers != answers_) last_seen_working_ = now;
    answers_ = answers;
    stuck_for_ = now - last_seen_working_;
  }

  // As of the last observation; 0: it works, or has nothing to do.
  base::Millis stuck_for() const { return stuck_for_; }

 private:
  base::MonoTime last_seen_working_;
  std::uint64_t answers_ = 0;
  base::Millis stuck_for_{0};
};

}  // namespace presenced::service
