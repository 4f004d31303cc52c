// The answers of presencectl's commands, as plain data, before they become text (lib/rendering).
// Each function takes one person's history (or all that it compares) and touches nothing else, so a caller can go
// through hundreds of people with the memory of one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "answers/facet_history.h"
#include "answers/pieces.h"
#include "answers/smoothing.h"
#include "answers/timeline.h"
#include "time/calendar.h"

namespace presenced::answers {

// How well the beginning of a state is known.
enum class Certainty : std::uint8_t {
  exact,      // the change was seen as it happened
  between,    // it happened after `earliest` and up to `since`
  at_latest,  // at `since` it was so already: watching began or resumed then
  unknown,    // the state is not known
};
std::string_view word_for(Certainty certainty);

// One facet of one person at one moment.
struct AtMoment {
  std::optional<base::State> state;  // empty: unknown
  Certainty certainty = Certainty::unknown;
  std::optional<base::WallTime> since;     // of the state; of unknown: since when it is, empty: nothing is known before
  std::optional<base::WallTime> earliest;  // with `between`
  std::optional<base::State> last_known;   // of unknown: what it was at `since`
};
// now, at: the last stretch of the timeline that ends with `at`, so the state and its beginning are those of
// `intervals`. The history must hold the newest change up to `at`, and up to the end of the coverage before it; and the
// newest coverage up to `at`, with all that it touches. `known_until`: see facet_history.h.
AtMoment at_moment(const FacetHistory& history, base::WallTime at, base::WallTime known_until);

// summary: a person in one part of the window.
struct SummaryAnswer {
  Shares shares;
  std::optional<base::WallTime> first_active;  // within the part; its beginning when active over it
  std::optional<base::WallTime> last_active;   // the end of its last active stretch, within the part
};
// One for each slice, in their order; the slices ascend.
std::vector<SummaryAnswer> summarise(const Timeline& timeline, const std::vector<time::Slice>& slices);

// The same stretch by stretch, of any facet as if it were presence (side_of), and where an answer is about several
// pieces of the window, such as all its Mondays. The pieces ascend, and outlive it.
struct SummaryPiece {
  history::Span span;
  std::size_t answer = 0;  // the answer that it counts for
};
class Summing {
 public:
  Summing(const std::vector<SummaryPiece>& pieces, std::size_t answers)
      : pieces_(pieces), cutter_(pieces), answers_(answers) {}
  void add(const history::Span& stretch, std::optional<base::Presence> side);
  const std::vector<SummaryAnswer>& answers() const { return answers_; }

 private:
  const std::vector<SummaryPiece>& pieces_;
  Cutter<SummaryPiece> cutter_;
  std::vector<SummaryAnswer> answers_;
};

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
  std::size_t people = 0;                         // added
  Heatmap& operator+=(const Heatmap& other);      // of other people
};
// Adds one person, stretch by stretch. `slices` are the window's hours, ascending, made once for everybody. Both must
// outlive it.
class HeatmapOfOne {
 public:
  HeatmapOfOne(Heatmap& heatmap, const std::vector<time::HourSlice>& slices)
      : heatmap_(heatmap), slices_(slices), cutter_(slices) {
    ++heatmap_.people;
  }
  void add(const history::Span& stretch, std::optional<base::Presence> presence);

 private:
  Heatmap& heatmap_;
  const std::vector<time::HourSlice>& slices_;
  Cutter<time::HourSlice> cutter_;
};

// overlap: when all of them were active. `undecided`: when it cannot be told, as nobody was seen away but not all seen.
struct OverlapAnswer {
  SpanSet together;
  SpanSet undecided;
};
// Adds one person, who counts at the moments in `counted`: at others it does not matter what they were. Begin with the
// time that is asked about, of which everything is together: of nobody, all are active.
void add(OverlapAnswer& overlap, const Timeline& timeline, const SpanSet& counted);
// overlap --any: `together` is when at least one was active, `undecided` when nobody was seen active but not all were
// seen. Begin with {{}, {}}.
void add_any(OverlapAnswer& overlap, const Timeline& timeline);

// coverage: the gaps of one person.
struct Gap {
  history::Span span;
  std::optional<history::EndReason> reason;  // how the coverage before it ended; empty: it did not, or there was none
  bool recorder_silent = false;              // the coverage before it is open still: no mark of life since
  bool operator==(const Gap&) const = default;
};
// `coverage` should reach back to the newest that ended before the window, or the first gap has no reason.
std::vector<Gap> gaps(const std::vector<history::Covered>& coverage, history::Window window,
                      base::WallTime known_until);

}  // namespace presenced::answers
