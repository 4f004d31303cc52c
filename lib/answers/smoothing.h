// The two corrections that a question may ask for (docs/QUERY.md); the history itself is
// never corrected. Unknown time stays unknown under both, and stays in its place: a correction only moves time between
// active and away. docs/QUERY.md tells users the same with pictures.
//
// --merge-flaps 30s. A short change that went back at once is overlooked, in two steps:
//   1. an away shorter than this between two actives becomes active;
//   2. after that, an active shorter than this between two aways becomes away.
//   "Between two" means touching both: next to unknown time nobody knows what came before or after, and nothing is
//   changed. Applied twice it changes nothing more.
//
// --idle-grace 10m. Slack shows a person as active for 10 minutes after they last did something. This
// takes
//   those minutes off: an away that follows directly upon an active began this much earlier, but not before that active
//   began. So active gets shorter and away longer, and an active no longer than the grace disappears. Where active ends
//   in unknown time, or goes on, nothing is taken off: nobody saw the person go.
//
// Flaps first, then the grace.
#pragma once

#include "answers/timeline.h"

namespace presenced::answers {

struct Smoothing {
  base::Millis merge_flaps{0};  // 0: off
  base::Millis idle_grace{0};   // 0: off
  bool operator==(const Smoothing&) const = default;
};

// Corrects what is there, knowing nothing beyond its ends. Neighbours differ afterwards as before.
Timeline smoothed(Timeline timeline, const Smoothing& smoothing);

// The span whose history has to be read for an answer about `window`: an away shortly after its end moves into it, and
// a flap may lie across its edge. What is read of the history must reach this far, or answers depend on the window's
// edge.
history::Span needed(history::Window window, const Smoothing& smoothing);

// The timeline of the window, corrected with sight of what lies around it.
Timeline timeline(const FacetHistory& history, history::Window window, base::WallTime known_until,
                  const Smoothing& smoothing);

}  // namespace presenced::answers
