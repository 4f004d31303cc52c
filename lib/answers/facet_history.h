// What the answers are computed from: what the history holds of one facet of one person. The commands read it from the
// database, one person at a time.
#pragma once

#include <vector>

#include "answers/span_set.h"
#include "base/time.h"
#include "history/recorded.h"

namespace presenced::answers {

// One facet of one person, as far as a window needs it:
// - changes: ascending by `at`, those of one millisecond in the order they were committed; all inside the window, and
//   the newest one before it, however old (without it the state at the window's start would be unknown);
// - coverage: ascending; all that overlaps the window. More of either does no harm.
struct FacetHistory {
  std::vector<history::Change> changes;
  std::vector<history::Covered> coverage;
};

// The coverage as moments; what is open ends at `known_until`.
SpanSet covered_time(const std::vector<history::Covered>& coverage, base::WallTime known_until);

// The moment that "now" means: the last one the recorder is known to have seen while it is alive, else the clock's.
// Without it, an answer about the present would always end in a few unknown seconds.
base::WallTime present(const history::Recorder& recorder, base::WallTime clock);

// Where open coverage ends for an answer about a moment: at the last mark of life, as in a timeline. While that mark is
// "now", it counts itself. A window up to now does not contain it; but a change is a mark of life, too, and has to show
// in an answer about now.
base::WallTime known_until(const history::Recorder& recorder, base::WallTime now);

}  // namespace presenced::answers
