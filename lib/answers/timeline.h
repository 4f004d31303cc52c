// The states of one facet of one person over a window: every moment of it has one state or is unknown, without hole or
// overlap. So active + away + unknown = the window, always.
//
// The rules are those of the views presence_intervals and status_intervals (docs/HISTORY.md): a moment that is not
// covered is unknown; a covered one has the state of the newest change up to it, and is unknown before the first. The
// state of a stretch is to be read at its beginning: do-not-disturb is on or off in all of it (base::read_alike).
//
// Linear in changes and coverage.
#pragma once

#include <optional>
#include <vector>

#include "answers/facet_history.h"
#include "answers/span_set.h"

namespace presenced::answers {

struct Stretch {
  history::Span span;
  std::optional<base::State> state;  // empty: unknown
  bool operator==(const Stretch&) const = default;
};

// Ascending, each begins where the one before ends, neighbours differ; empty only for an empty window.
using Timeline = std::vector<Stretch>;

Timeline timeline(const FacetHistory& history, history::Window window, base::WallTime known_until);

// On which side the state of a stretch is, as if it were presence: active where it is on (base::reads_on), else away.
// Empty: unknown.
std::optional<base::Presence> side_of(const Stretch& stretch);

// The same of any facet as if it were presence: active where its states are on (base::reads_on), else away.
Timeline two_sided(const Timeline& timeline);

// For the answers that are about the presence alone. Empty: unknown. Throws where it is a state of another facet.
std::optional<base::Presence> presence_of(const std::optional<base::State>& state);

// The moments in which the state is `state`; empty stands for unknown.
SpanSet moments(const Timeline& timeline, const std::optional<base::State>& state);

// How the time of a window is divided.
struct Shares {
  base::Millis active{0};
  base::Millis away{0};
  base::Millis unknown{0};
  base::Millis covered() const { return active + away; }
  base::Millis window() const { return active + away + unknown; }
  Shares& operator+=(const Shares& other);
  bool operator==(const Shares&) const = default;
};

// The share that `span` of length 0 or more has in `state`, added.
void add(Shares& shares, std::optional<base::Presence> state, base::Millis length);
Shares shares(const Timeline& timeline);

}  // namespace presenced::answers
