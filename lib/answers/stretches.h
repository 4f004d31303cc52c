// Makes the stretches of a window (answers/timeline.h) one after the other, while the changes are being read.
//
// It holds one stretch, however many there are. Everybody's heatmap of a year, five million changes, took 2.0 s of CPU
// with a vector of the changes and one of the stretches of each person, and half of that was the kernel's, for their
// memory; with this it takes 0.6 s.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "answers/facet_history.h"
#include "answers/span_set.h"

namespace presenced::answers {

// `State` is base::State or, where only the presence is asked about, base::Presence, which saves that heatmap another
// twelfth.
// `Each` is called as each(span, const State*), in the order of timeline() and with its meaning; null: unknown.
template <class State, class Each>
class Stretches {
 public:
  // `coverage` as in FacetHistory.
  Stretches(const std::vector<history::Covered>& coverage, history::Window window, base::WallTime known_until,
            Each each)
      : covered_(clip(covered_time(coverage, known_until), window).spans()),
        until_(window.to),
        at_(window.from),
        last_{window.from, window.from},
        each_(std::move(each)) {}

  // The newest change before the window and all in it, ascending by `at`; of one millisecond in the order in which they
  // were committed.
  void change(base::WallTime at, State after) {
    pass_until(std::min(at, until_));
    state_ = std::move(after);
  }

  // Once, after the last change.
  void end() {
    pass_until(until_);
    emit();
  }

 private:
  void pass_until(base::WallTime to) {
    while (at_ < to) {
      const bool more = next_ < covered_.size();
      if (!more || at_ < covered_[next_].from) {
        pass(more ? std::min(to, covered_[next_].from) : to, std::nullopt);
        continue;
      }
      const base::WallTime end = covered_[next_].to;
      pass_turning(std::min(to, end));
      if (at_ == end) ++next_;
    }
  }

  // A state that reads differently from some moment on is a stretch of its own from there.
  void pass_turning(base::WallTime to) {
    if constexpr (std::is_same_v<State, base::State>)
      if (state_)
        for (const auto& turn : base::turns_of(*state_))
          if (turn && *turn > at_ && *turn < to) pass(*turn, state_);
    pass(to, state_);
  }

  // Equal neighbours become one.
  void pass(base::WallTime to, const std::optional<State>& state) {
    const base::WallTime from = std::exchange(at_, to);
    if (last_.empty() || !same(state, from)) {
      emit();
      last_.from = from;
      last_state_ = state;
    }
    last_.to = to;
  }

  bool same(const std::optional<State>& state, base::WallTime from) const {
    if constexpr (std::is_same_v<State, base::State>)
      if (state && last_state_) return base::read_alike(*last_state_, last_.from, *state, from);
    return state == last_state_;
  }

  void emit() {
    if (!last_.empty()) each_(last_, last_state_ ? &*last_state_ : nullptr);
  }

  std::vector<history::Span> covered_;
  std::size_t next_ = 0;  // the first of them that does not end by at_
  base::WallTime until_;
  base::WallTime at_;                // up to here there are stretches
  std::optional<State> state_;       // from here on, where it is covered
  history::Span last_;               // may go on; empty: there is none yet
  std::optional<State> last_state_;  // of last_
  Each each_;
};

template <class State, class Each>
Stretches<State, Each> stretches_of(const std::vector<history::Covered>& coverage, history::Window window,
                                    base::WallTime known_until, Each each) {
  return {coverage, window, known_until, std::move(each)};
}

}  // namespace presenced::answers
