// A timeline of the presence cut by the parts of a window.
#pragma once

#include <cstddef>
#include <vector>

#include "answers/timeline.h"

namespace presenced::answers {

// Calls `each(index of the part, the presence, what they share)`, ascending. `parts` have a `span`, ascend and are
// disjoint. Linear in both.
template <class Part, class Each>
void each_piece(const Timeline& timeline, const std::vector<Part>& parts, const Each& each) {
  auto stretch = timeline.begin();
  for (std::size_t part = 0; part < parts.size() && stretch != timeline.end();) {
    const history::Span piece = intersection(stretch->span, parts[part].span);
    if (!piece.empty()) each(part, presence_of(stretch->state), piece);
    if (stretch->span.to < parts[part].span.to)
      ++stretch;
    else
      ++part;
  }
}

}  // namespace presenced::answers
