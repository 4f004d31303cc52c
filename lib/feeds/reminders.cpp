#include "feeds/reminders.h"

#include <algorithm>
#include <optional>

namespace presenced::feeds {

using base::Instant;
using base::Millis;
using base::MonoTime;
using base::UserId;
using base::WallTime;

namespace {

MonoTime soon_after(WallTime end, Instant now) {
  const Millis left = end - now.wall;
  return now.mono + (left > Millis{0} ? left + Reminders::kAfterEnd : Reminders::kStillEnded);
}

std::optional<MonoTime> due_of(const base::State& state, const slack::Report& report, Instant now) {
  if (const auto believed = base::believed_for(state)) {
    const MonoTime at = now.mono + *believed;
    return report.ends_at ? std::min(at, soon_after(*report.ends_at, now)) : at;
  }
  const auto last_turn = base::turns_of(state).back();
  return last_turn ? std::optional(soon_after(*last_turn, now)) : std::nullopt;
}

}  // namespace

void Reminders::note(const slack::Report& report, Instant now) {
  for (const base::State& state : report.states) {
    const Due what{report.user, base::facet_of(state)};
    const auto at = due_of(state, report, now);
    if (at)
      set(what, *at);
    else
      remove(what);
  }
}

void Reminders::forget(const UserId& user) {
  for (const base::FacetRow& row : base::kFacets) remove({user, row.facet});
}

std::vector<Reminders::Due> Reminders::take_due(MonoTime now) {
  std::vector<Due> due;
  while (deadline() <= now) {
    due.push_back(order_.begin()->second);
    set(due.back(), now + kAgain);
  }
  return due;
}

void Reminders::set(const Due& what, MonoTime at) {
  remove(what);
  places_.emplace(what, at);
  order_.emplace(at, what);
}

void Reminders::remove(const Due& what) {
  const auto place = places_.find(what);
  if (place == places_.end()) return;
  order_.erase({place->second, what});
  places_.erase(place);
}

}  // namespace presenced::feeds
