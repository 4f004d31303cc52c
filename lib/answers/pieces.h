// A timeline cut by the parts of a window. Parts have a `span`, ascend and are disjoint.
#pragma once

#include <cstddef>
#include <vector>

#include "answers/timeline.h"

namespace presenced::answers {

// Goes along the parts while the stretches are made. Linear in both. `parts` must outlive it.
template <class Part>
class Cutter {
 public:
  explicit Cutter(const std::vector<Part>& parts) : parts_(parts) {}

  // The stretches ascend. Calls `each(index of the part, what they share)`, ascending.
  template <class Each>
  void cut(const history::Span& stretch, const Each& each) {
    for (; next_ < parts_.size(); ++next_) {
      const history::Span piece = intersection(stretch, parts_[next_].span);
      if (!piece.empty()) each(next_, piece);
      if (stretch.to < parts_[next_].span.to) return;
    }
  }

 private:
  const std::vector<Part>& parts_;
  std::size_t next_ = 0;
};

// The same of a timeline of the presence: calls `each(index of the part, the presence, what they share)`.
template <class Part, class Each>
void each_piece(const Timeline& timeline, const std::vector<Part>& parts, const Each& each) {
  Cutter<Part> cutter(parts);
  for (const Stretch& stretch : timeline)
    cutter.cut(stretch.span, [&, presence = presence_of(stretch.state)](std::size_t part, history::Span piece) {
      each(part, presence, piece);
    });
}

}  // namespace presenced::answers
