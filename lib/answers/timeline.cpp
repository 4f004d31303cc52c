#include "answers/timeline.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace presenced::answers {
namespace {

// Stretches come in ascending order and touch; equal neighbours become one. No state: unknown.
void append(Timeline& timeline, history::Span span, const base::State* state) {
  if (span.empty()) return;
  const auto same = [&](const Stretch& last) {
    if (last.span.to != span.from) return false;  // there is a hole between them: a clipped timeline
    return state && last.state ? base::read_alike(*last.state, last.span.from, *state, span.from)
                               : !state && !last.state;
  };
  if (!timeline.empty() && same(timeline.back())) {
    timeline.back().span.to = span.to;
    return;
  }
  Stretch& stretch = timeline.emplace_back(Stretch{span, std::nullopt});
  if (state) stretch.state = *state;
}

// A state that reads differently from some moment on is a stretch of its own from there.
void append_turning(Timeline& timeline, history::Span span, const base::State* state) {
  if (state)
    for (const auto& turn : base::turns_of(*state))
      if (turn && *turn > span.from && *turn < span.to) {
        append(timeline, {span.from, *turn}, state);
        span.from = *turn;
      }
  append(timeline, span, state);
}

// The first change after `at`.
auto first_after(const std::vector<history::Change>& changes, base::WallTime at) {
  return std::upper_bound(changes.begin(), changes.end(), at,
                          [](base::WallTime time, const history::Change& change) { return time < change.at; });
}

// Appends what is known in one covered span.
void append_covered(Timeline& timeline, const std::vector<history::Change>& changes, history::Span covered) {
  auto next = first_after(changes, covered.from);
  const base::State* state = next == changes.begin() ? nullptr : &std::prev(next)->after;
  base::WallTime from = covered.from;
  for (; next != changes.end() && next->at < covered.to; ++next) {
    append_turning(timeline, {from, next->at}, state);
    from = next->at;
    state = &next->after;
  }
  append_turning(timeline, {from, covered.to}, state);
}

}  // namespace

Timeline timeline(const FacetHistory& history, history::Window window, base::WallTime known_until) {
  Timeline result;
  result.reserve(history.changes.size() + 2 * history.coverage.size() + 1);
  base::WallTime from = window.from;
  for (const history::Span& covered : clip(covered_time(history.coverage, known_until), window).spans()) {
    append(result, {from, covered.from}, nullptr);
    append_covered(result, history.changes, covered);
    from = covered.to;
  }
  append(result, {from, window.to}, nullptr);
  return result;
}

Timeline two_sided(const Timeline& timeline) {
  Timeline sides;
  for (const Stretch& stretch : timeline) {
    if (!stretch.state) {
      append(sides, stretch.span, nullptr);
      continue;
    }
    const bool on = base::reads_on(*stretch.state, stretch.span.from);
    const base::State side = on ? base::Presence::active : base::Presence::away;
    append(sides, stretch.span, &side);
  }
  return sides;
}

std::optional<base::Presence> presence_of(const std::optional<base::State>& state) {
  return state ? std::optional(std::get<base::Presence>(*state)) : std::nullopt;
}

SpanSet moments(const Timeline& timeline, const std::optional<base::State>& state) {
  std::vector<history::Span> spans;
  for (const auto& stretch : timeline)
    if (stretch.state == state) spans.push_back(stretch.span);
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

Shares shares(const Timeline& timeline) {
  Shares sum;
  for (const auto& stretch : timeline) add(sum, presence_of(stretch.state), stretch.span.length());
  return sum;
}

}  // namespace presenced::answers
