#include "answers/rounding.h"

#include <algorithm>
#include <array>

namespace presenced::answers {
namespace {

struct Part {
  base::Millis Shares::*share;
  base::Millis remainder;  // above the multiple below
  base::Millis claim;      // the remainder and what is owed: the greatest claims are rounded up
};

}  // namespace

Shares Rounding::rounded(const Shares& exact) {
  std::array<Part, 3> parts{{{&Shares::active, {}, {}}, {&Shares::away, {}, {}}, {&Shares::unknown, {}, {}}}};
  Shares result;
  for (Part& part : parts) {
    part.remainder = exact.*part.share % step_;
    part.claim = part.remainder + owed_.*part.share;
    result.*part.share = exact.*part.share - part.remainder;
  }
  const base::Millis window = (exact.window() + step_ / 2) / step_ * step_;
  std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.claim > b.claim; });
  for (const Part& part : parts)
    if (result.window() < window && part.remainder > base::Millis{0}) result.*part.share += step_;
  for (const Part& part : parts) owed_.*part.share += exact.*part.share - result.*part.share;
  total_ += result;
  return result;
}

}  // namespace presenced::answers
