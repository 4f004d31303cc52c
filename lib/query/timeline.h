// The states of one person over a window: every moment of it active, away or unknown, without hole or overlap. So
// active + away + unknown = the window, always. The same for the status.
//
// The rules are those of the views presence_intervals and status_intervals (docs/HISTORY.md): a moment that is not
// covered is unknown; a covered one has the state of the newest change up to it, and is unknown before the first.
//
// Linear in changes and coverage. Instantiated for base::Presence and base::Status.
#pragma once

#include <optional>
#include <vector>

#include "query/person_history.h"
#include "query/span.h"

namespace presenced::query {

template <class State>
struct Stretch {
  Span span;
  std::optional<State> state;  // empty: unknown
  bool operator==(const Stretch&) const = default;
};

// Ascending, each begins where the one before ends, neighbours differ; empty only for an empty window.
template <class State>
using Timeline = std::vector<Stretch<State>>;
using PresenceTimeline = Timeline<base::Presence>;
using StatusTimeline = Timeline<base::Status>;

template <class State>
Timeline<State> timeline(const FacetHistory<State>& history, Window window, base::WallTime known_until);

// The moments in which the state is `presence`; empty stands for unknown.
SpanSet moments(const PresenceTimeline& timeline, std::optional<base::Presence> presence);

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
Shares shares(const PresenceTimeline& timeline);

}  // namespace presenced::query
