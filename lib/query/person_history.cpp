#include "query/person_history.h"

#include <utility>

namespace presenced::query {

SpanSet covered_time(const std::vector<Covered>& coverage, base::WallTime alive_at) {
  std::vector<Span> spans;
  spans.reserve(coverage.size());
  for (const Covered& covered : coverage) spans.push_back({covered.from, covered.to.value_or(alive_at)});
  return SpanSet(std::move(spans));
}

base::WallTime present(const Recorder& recorder, base::WallTime clock) {
  const bool alive = !recorder.clean && recorder.alive_at <= clock && clock - recorder.alive_at <= kAliveFor;
  return alive ? recorder.alive_at : clock;
}

}  // namespace presenced::query
