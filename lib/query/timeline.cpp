#include "query/timeline.h"

#include <algorithm>
#include <utility>

namespace presenced::query {
namespace {

// Stretches come in ascending order and touch; equal neighbours become one.
template <class State>
void append(Timeline<State>& timeline, Span span, const std::optional<State>& state) {
  if (span.empty()) return;
  if (!timeline.empty() && timeline.back().state == state)
    timeline.back().span.to = span.to;
  else
    timeline.push_back({span, state});
}

// The first change after `at`.
template <class State>
auto first_after(const std::vector<Change<State>>& changes, base::WallTime at) {
  return std::upper_bound(changes.begin(), changes.end(), at,
                          [](base::WallTime time, const Change<State>& change) { return time < change.at; });
}

// Appends what is known in one covered span.
template <class State>
void append_covered(Timeline<State>& timeline, const std::vector<Change<State>>& changes, Span covered) {
  auto next = first_after(changes, covered.from);
  std::optional<State> state;
  if (next != changes.begin()) state = std::prev(next)->state;
  base::WallTime from = covered.from;
  for (; next != changes.end() && next->at < covered.to; ++next) {
    append(timeline, {from, next->at}, state);
    from = next->at;
    state = next->state;
  }
  append(timeline, {from, covered.to}, state);
}

}  // namespace

template <class State>
Timeline<State> timeline(const FacetHistory<State>& history, Window window, base::WallTime known_until) {
  Timeline<State> result;
  base::WallTime from = window.from;
  for (const Span& covered : clip(covered_time(history.coverage, known_until), window).spans()) {
    append<State>(result, {from, covered.from}, std::nullopt);
    append_covered(result, history.changes, covered);
    from = covered.to;
  }
  append<State>(result, {from, window.to}, std::nullopt);
  return result;
}

template PresenceTimeline timeline(const PresenceHistory&, Window, base::WallTime);
template StatusTimeline timeline(const StatusHistory&, Window, base::WallTime);

SpanSet moments(const PresenceTimeline& timeline, std::optional<base::Presence> presence) {
  std::vector<Span> spans;
  for (const auto& stretch : timeline)
    if (stretch.state == presence) spans.push_back(stretch.span);
  return SpanSet(std::move(spans));
}

Shares& Shares::operator+=(const Shares& other) {
  active += other.active;
  away += other.away;
  unknown += other.unknown;
  return *this;
}

void add(Shares& shares, std::optional<base::Presence> state, base::Millis length) {
  if (!state)
    shares.unknown += length;
  else if (*state == base::Presence::active)
    shares.active += length;
  else
    shares.away += length;
}

Shares shares(const PresenceTimeline& timeline) {
  Shares sum;
  for (const auto& stretch : timeline) add(sum, stretch.state, stretch.span.length());
  return sum;
}

}  // namespace presenced::query
