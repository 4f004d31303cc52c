// Sets of spans of time: the algebra that every answer is computed with.
//
// Pure; values without shared state. Unit: integer milliseconds, so every law below is exact.
#pragma once

#include <initializer_list>
#include <utility>
#include <vector>

#include "base/time.h"
#include "history/span.h"

namespace presenced::answers {

// A set of moments, held as its spans: none empty, ascending, and with time between them (spans that touch are one).
// So two sets are equal exactly when their moments are.
class SpanSet {
 public:
  SpanSet() = default;
  SpanSet(std::initializer_list<history::Span> spans) : SpanSet(std::vector<history::Span>(spans)) {}
  // In any order, overlapping, touching or empty.
  explicit SpanSet(std::vector<history::Span> spans);

  const std::vector<history::Span>& spans() const& { return spans_; }
  std::vector<history::Span> spans() && { return std::move(spans_); }  // so that a loop over a temporary set is safe
  bool empty() const { return spans_.empty(); }
  base::Millis length() const;
  bool contains(base::WallTime at) const;
  bool operator==(const SpanSet&) const = default;

 private:
  std::vector<history::Span> spans_;
};

// Linear in the number of spans.
SpanSet union_of(const SpanSet& a, const SpanSet& b);
SpanSet intersection(const SpanSet& a, const SpanSet& b);
SpanSet difference(const SpanSet& a, const SpanSet& b);  // in a and not in b
SpanSet clip(const SpanSet& set, history::Window window);
SpanSet complement(const SpanSet& set, history::Window window);  // in the window and not in the set
SpanSet at_least(const SpanSet& set, base::Millis shortest);     // only its spans of that length or more
// Holes shorter than `shortest` are filled, those at the ends are not: they have no other side.
SpanSet filled(const SpanSet& set, base::Millis shortest);

}  // namespace presenced::answers
