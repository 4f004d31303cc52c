#include "answers/smoothing.h"

#include <algorithm>
#include <utility>

namespace presenced::answers {
namespace {

using base::Presence;

// Stretches of no length go, equal neighbours become one.
Timeline merged(Timeline timeline) {
  Timeline result;
  result.reserve(timeline.size());
  for (auto& stretch : timeline) {
    if (stretch.span.empty()) continue;
    if (!result.empty() && result.back().state == stretch.state)
      result.back().span.to = stretch.span.to;
    else
      result.push_back(std::move(stretch));
  }
  return result;
}

// Neighbours differ, so a stretch of `flap` lies between two of the other state exactly when both are known.
Timeline without_flaps(Timeline timeline, Presence flap, base::Millis shorter_than) {
  const Presence other = flap == Presence::active ? Presence::away : Presence::active;
  for (std::size_t i = 1; i + 1 < timeline.size(); ++i) {
    const bool between = timeline[i - 1].state && timeline[i + 1].state;
    if (presence_of(timeline[i].state) == flap && between && timeline[i].span.length() < shorter_than)
      timeline[i].state = other;
  }
  return merged(std::move(timeline));
}

Timeline with_grace_taken_off(Timeline timeline, base::Millis grace) {
  for (std::size_t i = 1; i < timeline.size(); ++i) {
    history::Span& active = timeline[i - 1].span;
    if (presence_of(timeline[i - 1].state) != Presence::active || presence_of(timeline[i].state) != Presence::away)
      continue;
    active.to = std::max(active.from, active.to - grace);
    timeline[i].span.from = active.to;
  }
  return merged(std::move(timeline));
}

}  // namespace

Timeline smoothed(Timeline timeline, const Smoothing& smoothing) {
  if (smoothing.merge_flaps > base::Millis{0}) {
    timeline = without_flaps(std::move(timeline), Presence::away, smoothing.merge_flaps);
    timeline = without_flaps(std::move(timeline), Presence::active, smoothing.merge_flaps);
  }
  if (smoothing.idle_grace > base::Millis{0})
    timeline = with_grace_taken_off(std::move(timeline), smoothing.idle_grace);
  return timeline;
}

// Whether a stretch in the window is a flap depends on its neighbours, and whether one of those is a flap itself on
// theirs: twice the flap to either side. The away that the grace moves lies up to one grace further on.
history::Span needed(history::Window window, const Smoothing& smoothing) {
  return {window.from - 2 * smoothing.merge_flaps, window.to + 2 * smoothing.merge_flaps + smoothing.idle_grace};
}

Timeline timeline(const FacetHistory& history, history::Window window, base::WallTime known_until,
                  const Smoothing& smoothing) {
  if (smoothing.merge_flaps == base::Millis{0} && smoothing.idle_grace == base::Millis{0})  // as most questions are
    return timeline(history, window, known_until);
  Timeline result = smoothed(timeline(history, needed(window, smoothing), known_until), smoothing);
  for (auto& stretch : result) stretch.span = intersection(stretch.span, window);
  return merged(std::move(result));
}

}  // namespace presenced::answers
