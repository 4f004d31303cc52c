// Makes the stretches of a window (answers/timeline.h) one after the other, while the changes are being read.
//
// It holds one stretch, however many there are: everybody's heatmap of a year, five million changes, takes a third of
// the time that it takes with a vector of changes and one of stretches a person, of which half was the kernel's, for
// their memory.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "answers/facet_history.h"
#include "answers/timeline.h"

namespace presenced::answers {

// `Each` is called with every Stretch&&, in the order and with the meaning of timeline().
template <class Each>
class Stretches {
 public:
  // `coverage` as in FacetHistory.
  Stretches(const std::vector<history::Covered>& coverage, history::Window window, base::WallTime known_until,
            Each each)
      : covered_(clip(covered_time(coverage, known_until), window).spans()),
        until_(window.to),
        at_(window.from),
        each_(std::move(each)) {}

  // The newest change before the window and all in it, ascending by `at`; of one millisecond in the order in which they
  // were committed.
  void change(base::WallTime at, base::State after) {
    pass_until(std::min(at, until_));
    state_ = std::move(after);
  }

  // Once, after the last change.
  void end() {
    pass_until(until_);
    if (!last_.span.empty()) each_(std::move(last_));
  }

 private:
  void pass_until(base::WallTime to) {
    while (at_ < to) {
      const bool more = next_ < covered_.size();
      if (!more || at_ < covered_[next_].from) {
        pass(more ? std::min(to, covered_[next_].from) : to, nullptr);
        continue;
      }
      const history::Span& covered = covered_[next_];
      pass_turning(std::min(to, covered.to));
      if (at_ == covered.to) ++next_;
    }
  }

  // A state that reads differently from some moment on is a stretch of its own from there.
  void pass_turning(base::WallTime to) {
    if (state_)
      for (const auto& turn : base::turns_of(*state_))
        if (turn && *turn > at_ && *turn < to) pass(*turn, &*state_);
    pass(to, state_ ? &*state_ : nullptr);
  }

  // Equal neighbours become one. No state: unknown.
  void pass(base::WallTime to, const base::State* state) {
    const history::Span span{std::exchange(at_, to), to};
    if (!last_.span.empty()) {
      const bool same = state && last_.state ? base::read_alike(*last_.state, last_.span.from, *state, span.from)
                                             : !state && !last_.state;
      if (same) {
        last_.span.to = to;
        return;
      }
      each_(std::move(last_));
    }
    last_ = {span, state ? std::optional(*state) : std::nullopt};
  }

  std::vector<history::Span> covered_;
  std::size_t next_ = 0;  // the first of them that does not end by at_
  base::WallTime until_;
  base::WallTime at_;                 // up to here there are stretches
  std::optional<base::State> state_;  // from here on, where it is covered
  Stretch last_{{{}, {}}, {}};        // may go on; empty: there is none yet
  Each each_;
};

}  // namespace presenced::answers
