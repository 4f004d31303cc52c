#include <algorithm>
#include <iterator>

#include "answers/answers.h"
#include "answers/timeline.h"

namespace presenced::answers {
namespace {

const history::Change* newest(const std::vector<history::Change>& changes, base::WallTime at) {
  const auto after =
      std::upper_bound(changes.begin(), changes.end(), at,
                       [](base::WallTime time, const history::Change& change) { return time < change.at; });
  return after == changes.begin() ? nullptr : &*std::prev(after);
}

// The covered time that `at` lies in or, if none, the last before it; null: there is none.
const history::Span* newest(const SpanSet& covered, base::WallTime at) {
  const history::Span* found = nullptr;
  for (const history::Span& span : covered.spans())
    if (span.from <= at) found = &span;
  return found;
}

// How well the beginning of a state is known.
void add_certainty(const std::vector<history::Change>& changes, AtMoment& answer) {
  const history::Change* const change = newest(changes, *answer.since);
  if (change->at < *answer.since || change->source == history::Source::first) {
    answer.certainty = Certainty::at_latest;
  } else if (change->earliest < change->at) {
    answer.certainty = Certainty::between;
    answer.earliest = change->earliest;
  } else {
    answer.certainty = Certainty::exact;
  }
}

}  // namespace

std::string_view word_for(Certainty certainty) {
  switch (certainty) {
    case Certainty::exact:
      return "exact";
    case Certainty::between:
      return "between";
    case Certainty::at_latest:
      return "at_latest";
    case Certainty::unknown:
      break;
  }
  return "unknown";
}

AtMoment at_moment(const FacetHistory& history, base::WallTime at, base::WallTime known_until) {
  AtMoment answer;
  const SpanSet covered = covered_time(history.coverage, known_until);
  const history::Span* const watched = newest(covered, at);
  if (watched == nullptr) return answer;
  if (watched->contains(at)) {
    const Stretch last = timeline(history, {watched->from, at + base::Millis{1}}, known_until).back();
    if (!last.state) return answer;
    answer.state = last.state;
    answer.since = last.span.from;
    add_certainty(history.changes, answer);
    return answer;
  }
  // Also the change of the very moment at which the coverage ended: it was the last thing that was heard.
  const history::Change* const last = newest(history.changes, watched->to);
  if (last == nullptr) return answer;
  answer.since = watched->to;
  answer.last_known = last->after;
  return answer;
}

}  // namespace presenced::answers
