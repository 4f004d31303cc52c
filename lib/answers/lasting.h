// Conditions that last: whether it is true of people that they are in a state, and since when without interruption.
// Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "answers/answers.h"
#include "answers/span_set.h"
#include "answers/timeline.h"

namespace presenced::answers {

// What has to be true at each moment, of the people who count at that moment.
struct Condition {
  std::optional<base::Presence> state;  // empty: unknown
  bool all = false;                     // of everybody; else of at least one
};

enum class Truth : std::uint8_t {
  fails,  // also while nobody counts: a group of nobody is never in a state
  holds,
  unknown,  // it depends on somebody who is not watched. Never where the state that is asked for is `unknown`
};

// At the last moment of a window.
struct Standing {
  Truth truth = Truth::fails;
  base::WallTime since;  // of that truth; not before the window
};

// One condition over one window. Add the people one after the other, then ask.
class LastingCondition {
 public:
  LastingCondition(Condition condition, history::Window window);

  // `presence` over the window, as far as the person counts (answers::clipped); `counted`: when that is.
  void add(const Timeline& presence, const SpanSet& counted);
  // The window must not be empty.
  Standing standing() const;

 private:
  Condition condition_;
  history::Window window_;
  OverlapAnswer overlap_;  // of being in the state, in place of being active
  SpanSet counted_;        // when anybody counts
};

}  // namespace presenced::answers
