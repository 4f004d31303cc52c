#include "answers/timeline.h"

#include <utility>

#include "answers/stretches.h"

namespace presenced::answers {
Timeline timeline(const FacetHistory& history, history::Window window, base::WallTime known_until) {
  Timeline result;
  result.reserve(history.changes.size() + 2 * history.coverage.size() + 1);
  auto stretches = stretches_of<base::State>(history.coverage, window, known_until,
                                             [&](const history::Span& span, const base::State* state) {
                                               result.push_back({span, state ? std::optional(*state) : std::nullopt});
                                             });
  for (const history::Change& change : history.changes) stretches.change(change.at, change.after);
  stretches.end();
  return result;
}

std::optional<base::Presence> side_of(const Stretch& stretch) {
  if (!stretch.state) return std::nullopt;
  return base::reads_on(*stretch.state, stretch.span.from) ? base::Presence::active : base::Presence::away;
}

Timeline two_sided(const Timeline& timeline) {
  Timeline sides;
  for (const Stretch& stretch : timeline) {
    const std::optional<base::Presence> side = side_of(stretch);
    if (!sides.empty() && sides.back().span.to == stretch.span.from && presence_of(sides.back().state) == side)
      sides.back().span.to = stretch.span.to;
    else
      sides.push_back({stretch.span, side});
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
