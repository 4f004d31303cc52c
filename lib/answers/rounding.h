// Durations for a table: whole minutes or seconds that add up, as they are displayed, across and down. Pure.
#pragma once

#include "answers/timeline.h"

namespace presenced::answers {

// Rounds one row after the other.
//
// Each value becomes the multiple of `step` just below or above it. Across a row they add up to the row's window,
// itself rounded to the nearest one (the method of largest remainders). What a column has gained or lost so far counts
// in the choice, so that the sum of a long column stays close to the exact sum.
class Rounding {
 public:
  explicit Rounding(base::Millis step) : step_(step) {}
  Shares rounded(const Shares& exact);
  // The sum of the rounded rows so far.
  const Shares& total() const { return total_; }

 private:
  base::Millis step_;
  Shares owed_;  // exact less rounded, of all rows so far
  Shares total_;
};

}  // namespace presenced::answers
