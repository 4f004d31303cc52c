// A half-open span of time, and what a question about one asks for. Unit: integer milliseconds (base/time.h).
#pragma once

#include <algorithm>

#include "base/time.h"

namespace presenced::history {

// [from, to): contains its first moment and not its last. Empty when to <= from.
struct Span {
  base::WallTime from;
  base::WallTime to;

  constexpr bool empty() const { return to <= from; }
  constexpr base::Millis length() const { return empty() ? base::Millis{0} : to - from; }
  constexpr bool contains(base::WallTime at) const { return from <= at && at < to; }
  constexpr bool operator==(const Span&) const = default;
};

using Window = Span;  // what a question is about

constexpr Span intersection(Span a, Span b) { return {std::max(a.from, b.from), std::min(a.to, b.to)}; }

}  // namespace presenced::history
