#include "answers/rounding.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace presenced::answers {
namespace {

constexpr base::Millis kMinute = std::chrono::minutes{1};

struct Part {
  base::Millis Shares::*share;
  base::Millis remainder;  // above the whole minute
  base::Millis claim;      // the remainder and what is owed: the greatest claims are rounded up
};

}  // namespace

Shares MinuteRounding::rounded(const Shares& exact) {
  std::array<Part, 3> parts{{{&Shares::active, {}, {}}, {&Shares::away, {}, {}}, {&Shares::unknown, {}, {}}}};
  Shares result;
  for (Part& part : parts) {
    part.remainder = exact.*part.share % kMinute;
    part.claim = part.remainder + owed_.*part.share;
    result.*part.share = exact.*part.share - part.remainder;
  }
  const base::Millis window = (exact.window() + kMinute / 2) / kMinute * kMinute;
  std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.claim > b.claim; });
  for (const Part& part : parts)
    if (result.window() < window && part.remainder > base::Millis{0}) result.*part.share += kMinute;
  for (const Part& part : parts) owed_.*part.share += exact.*part.share - result.*part.share;
  total_ += result;
  return result;
}

}  // namespace presenced::answers
