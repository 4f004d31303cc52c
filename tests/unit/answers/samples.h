// Shorthand of the tests of answers: what the history holds of somebody, with little writing.
#pragma once

#include <optional>
#include <utility>

#include "answers/facet_history.h"
#include "unit/time/samples.h"

namespace presenced::answers {

inline const base::State kActive = base::Presence::active;
inline const base::State kAway = base::Presence::away;

inline history::Change change(base::WallTime at, base::WallTime earliest, base::State after, history::Source source) {
  return {at, earliest, std::move(after), source};
}
inline history::Change change(std::int64_t at, base::State after) {
  return change(time::ms(at), time::ms(at), std::move(after), history::Source::push);
}
inline history::Covered covered(std::int64_t from, std::optional<std::int64_t> to) {
  history::Covered result{time::ms(from), std::nullopt, history::Mode::subscribed, std::nullopt};
  if (to) {
    result.to = time::ms(*to);
    result.reason = history::EndReason::goodbye;
  }
  return result;
}

}  // namespace presenced::answers
