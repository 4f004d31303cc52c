#include "answers/facet_history.h"

#include <utility>

namespace presenced::answers {

SpanSet covered_time(const std::vector<history::Covered>& coverage, base::WallTime known_until) {
  std::vector<history::Span> spans;
  spans.reserve(coverage.size());
  for (const history::Covered& covered : coverage) spans.push_back({covered.from, covered.to.value_or(known_until)});
  return SpanSet(std::move(spans));
}

base::WallTime present(const history::Recorder& recorder, base::WallTime clock) {
  const bool alive = !recorder.clean && recorder.alive_at <= clock && clock - recorder.alive_at <= history::kAliveFor;
  return alive ? recorder.alive_at : clock;
}

base::WallTime known_until(const history::Recorder& recorder, base::WallTime now) {
  return now == recorder.alive_at ? now + base::Millis{1} : recorder.alive_at;
}

}  // namespace presenced::answers
