// The answers, as plain data: what presencectl's commands say, before it becomes text (sheets.h, pictures.h).
// Each function takes one person's history (or all that it compares) and touches nothing else, so a caller can go
// through hundreds of people with the memory of one.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "query/calendar.h"
#include "query/person_history.h"
#include "query/smoothing.h"
#include "query/timeline.h"

namespace presenced::query {

// How well the beginning of a state is known.
enum class Certainty : std::uint8_t {
  exact,      // the change was seen as it happened
  between,    // it happened after `earliest` and up to `since`
  at_latest,  // at `since` it was so already: watching began or began anew then
  unknown,    // nobody knows the state
};
std::string_view word_for(Certainty certainty);

// now, at: a person at one moment.
struct AtAnswer {
  std::optional<base::Presence> presence;  // empty: unknown
  std::optional<base::WallTime> since;     // of presence; of unknown: since when it is. Empty: always
  std::optional<base::WallTime> earliest;  // with `between`
  Certainty certainty = Certainty::unknown;
  std::optional<base::Presence> last_known;  // when unknown: what it was last, at `since`
  std::optional<base::Status> status;        // empty: unknown
  std::optional<base::WallTime> status_since;
};
// The histories must hold the newest change up to `at`, and the coverage from that change on.
AtAnswer person_at(const PresenceHistory& presence, const StatusHistory& status, base::WallTime at,
                   base::WallTime alive_at);

// summary: a person in one part of the window.
struct SummaryAnswer {
  Shares shares;
  std::optional<base::WallTime> first_active;  // within the part; its beginning when active over it
  std::optional<base::WallTime> last_active;   // the end of its last active stretch
};
SummaryAnswer summarise(const PresenceTimeline& timeline, Span part);
// One for each slice, in their order; the slices ascend. Linear, unlike calling `summarise` for each.
std::vector<SummaryAnswer> summarise(const PresenceTimeline& timeline, const std::vector<Slice>& slices);

// heatmap: hour by weekday.
struct HeatCell {
  base::Millis active{0};
  base::Millis covered{0};
  // Active among covered, 0..1; empty when nothing was covered.
  std::optional<double> share() const;
};
struct Heatmap {
  std::array<std::array<HeatCell, 24>, 7> cells;  // [weekday][hour], Monday first
  base::Millis unknown{0};                        // of all people added
};
// Adds one person. `slices` are the window's hours, ascending, made once for everybody.
void add(Heatmap& heatmap, const PresenceTimeline& timeline, const std::vector<HourSlice>& slices);

// overlap: when all of them were active. `undecided`: when it cannot be told, as nobody was seen away but not all seen.
struct OverlapAnswer {
  SpanSet together;
  SpanSet undecided;
};
// The timelines of one window; at least one.
OverlapAnswer overlap(const std::vector<PresenceTimeline>& timelines, Window window);

// coverage: the gaps of one person. Reason: how the coverage before the gap ended; empty: there was none, or its end is
// the last mark of life of a daemon that has not come back.
struct Gap {
  Span span;
  std::optional<history::EndReason> reason;
};
std::vector<Gap> gaps(const std::vector<Covered>& coverage, Window window, base::WallTime alive_at);

}  // namespace presenced::query
