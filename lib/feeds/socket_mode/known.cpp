#include "feeds/socket_mode/known.h"

#include <algorithm>

namespace presenced::feeds::socket_mode {

using base::MonoTime;

Order Known::compare(const slack::Report& event, const Made& made) const {
  if (event.event_us && *event.event_us <= event_us_) return Order::older;
  if (!state_) return Order::newer;
  if (older_record(event)) return Order::older;
  if (!by_answer_ || newer_record(event)) return Order::newer;
  if (made.latest <= asked_) return Order::older;
  return made.earliest > answered_ ? Order::newer : Order::unclear;
}

void Known::take(const slack::Report& event, const base::State& state, const Made& made) {
  pass(event);
  record(event, state);
  event_made_ = std::max(event_made_, made.latest);
  confirmed_ = std::max(confirmed_, made.earliest);
  by_answer_ = false;
}

void Known::pass(const slack::Report& event) { event_us_ = std::max(event_us_, event.event_us.value_or(0)); }

bool Known::accepts(const slack::Report& answer, const base::State& state, MonoTime asked) const {
  if (older_record(answer)) return false;
  return !state_ || by_answer_ || newer_record(answer) || event_made_ <= asked || says(state);
}

void Known::answered(const slack::Report& answer, const base::State& state, MonoTime asked, MonoTime now) {
  record(answer, state);
  asked_ = asked;
  confirmed_ = std::max(confirmed_, asked);
  answered_ = now;
  by_answer_ = true;
}

void Known::record(const slack::Report& report, const base::State& state) {
  state_ = state;
  if (report.updated) updated_ = std::max(updated_.value_or(*report.updated), *report.updated);
}

}  // namespace presenced::feeds::socket_mode
