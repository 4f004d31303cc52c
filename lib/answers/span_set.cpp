#include "answers/span_set.h"

#include <algorithm>
#include <utility>

namespace presenced::answers {
namespace {

// Calls `each(piece)` for what two ascending lists of disjoint spans share, ascending.
template <class Each>
void shared_pieces(const std::vector<history::Span>& a, const std::vector<history::Span>& b, const Each& each) {
  for (auto left = a.begin(), right = b.begin(); left != a.end() && right != b.end();) {
    const history::Span piece = intersection(*left, *right);
    if (!piece.empty()) each(piece);
    (left->to < right->to ? left : right)++;
  }
}

}  // namespace

SpanSet::SpanSet(std::vector<history::Span> spans) {
  std::erase_if(spans, [](const history::Span& span) { return span.empty(); });
  std::sort(spans.begin(), spans.end(), [](const history::Span& a, const history::Span& b) { return a.from < b.from; });
  for (const history::Span& span : spans) {
    if (!spans_.empty() && span.from <= spans_.back().to)
      spans_.back().to = std::max(spans_.back().to, span.to);
    else
      spans_.push_back(span);
  }
}

base::Millis SpanSet::length() const {
  base::Millis sum{0};
  for (const history::Span& span : spans_) sum += span.length();
  return sum;
}

bool SpanSet::contains(base::WallTime at) const {
  const auto after = std::upper_bound(spans_.begin(), spans_.end(), at,
                                      [](base::WallTime time, const history::Span& span) { return time < span.from; });
  return after != spans_.begin() && std::prev(after)->contains(at);
}

SpanSet union_of(const SpanSet& a, const SpanSet& b) {
  std::vector<history::Span> both(a.spans());
  both.insert(both.end(), b.spans().begin(), b.spans().end());
  return SpanSet(std::move(both));
}

SpanSet intersection(const SpanSet& a, const SpanSet& b) {
  std::vector<history::Span> pieces;
  shared_pieces(a.spans(), b.spans(), [&](const history::Span& piece) { pieces.push_back(piece); });
  return SpanSet(std::move(pieces));
}

SpanSet clip(const SpanSet& set, history::Window window) { return intersection(set, SpanSet{window}); }

SpanSet complement(const SpanSet& set, history::Window window) {
  std::vector<history::Span> holes;
  base::WallTime from = window.from;
  for (const history::Span& span : set.spans()) {
    holes.push_back({from, std::min(span.from, window.to)});
    from = std::max(from, span.to);
  }
  holes.push_back({from, window.to});
  return SpanSet(std::move(holes));
}

SpanSet difference(const SpanSet& a, const SpanSet& b) {
  if (a.empty()) return {};
  return intersection(a, complement(b, {a.spans().front().from, a.spans().back().to}));
}

SpanSet at_least(const SpanSet& set, base::Millis shortest) {
  std::vector<history::Span> spans = set.spans();
  std::erase_if(spans, [&](const history::Span& span) { return span.length() < shortest; });
  return SpanSet(std::move(spans));
}

SpanSet filled(const SpanSet& set, base::Millis shortest) {
  std::vector<history::Span> spans;
  for (const history::Span& span : set.spans()) {
    if (!spans.empty() && span.from - spans.back().to < shortest)
      spans.back().to = span.to;
    else
      spans.push_back(span);
  }
  return SpanSet(std::move(spans));
}

}  // namespace presenced::answers
