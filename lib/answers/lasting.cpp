#include "answers/lasting.h"

namespace presenced::answers {
namespace {

// Active where the person is in the state, away where they are known not to be.
Timeline in_state(Timeline timeline, std::optional<base::Presence> state) {
  for (Stretch& stretch : timeline) {
    const auto presence = presence_of(stretch.state);
    if (!presence && state) continue;
    stretch.state = presence == state ? base::Presence::active : base::Presence::away;
  }
  return timeline;
}

// The span of the set that holds this moment; null: none.
const history::Span* span_at(const SpanSet& set, base::WallTime at) {
  for (const history::Span& span : set.spans())
    if (span.contains(at)) return &span;
  return nullptr;
}

}  // namespace

// Of nobody, everything holds at first: each person who is added takes away from it. standing() leaves out the time in
// which nobody counts.
LastingCondition::LastingCondition(Condition condition, history::Window window)
    : condition_(condition), window_(window) {
  if (condition.all) overlap_.together = SpanSet{window};
}

void LastingCondition::add(const Timeline& presence, const SpanSet& counted) {
  const Timeline timeline = in_state(presence, condition_.state);
  if (condition_.all)
    answers::add(overlap_, timeline, counted);
  else
    add_any(overlap_, timeline);
  counted_ = union_of(counted_, counted);
}

Standing LastingCondition::standing() const {
  const base::WallTime last = window_.to - base::Millis{1};
  const SpanSet holds = intersection(overlap_.together, counted_);
  const SpanSet unknown = intersection(overlap_.undecided, counted_);
  if (const history::Span* span = span_at(holds, last)) return {Truth::holds, span->from};
  if (const history::Span* span = span_at(unknown, last)) return {Truth::unknown, span->from};
  const SpanSet fails = complement(union_of(holds, unknown), window_);
  return {Truth::fails, span_at(fails, last)->from};
}

}  // namespace presenced::answers
