#include "central/coverage.h"

#include <algorithm>

namespace presenced::central {

SpanChanges compare(const std::optional<Span>& newest, const std::vector<Span>& source, std::int64_t known_until) {
  SpanChanges changes;
  auto next = source.begin();
  if (newest && newest->ended_at) {
    next = std::find_if(next, source.end(), [&](const Span& span) { return span.started_at >= *newest->ended_at; });
  } else if (newest) {
    next = std::find_if(next, source.end(),
                        [&](const Span& span) { return !span.ended_at || *span.ended_at > newest->started_at; });
    if (next != source.end() && next->started_at <= std::max(known_until, newest->started_at)) {
      Span same = *next++;
      same.started_at = newest->started_at;
      if (same != *newest) changes.written.push_back(same);
    } else {
      changes.gone = newest->started_at;
    }
  }
  changes.written.insert(changes.written.end(), next, source.end());
  return changes;
}

}  // namespace presenced::central
