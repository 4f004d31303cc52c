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

Millis soon_after(WallTime end, Instant now) {
  const Millis left = end - now.wall;
  return left > Millis{0} ? left + Reminders::kAfterEnd : Reminders::kStillEnded;
}

std::optional<Millis> due_in(const base::State& state, const slack::Report& report, Instant now) {
  if (const auto believed = base::believed_for(state))
    return report.ends_at ? std::min(*believed, soon_after(*report.ends_at, now)) : *believed;
  const auto last_turn = base::turns_of(state).back();
  return last_turn ? std::optional(soon_after(*last_turn, now)) : std::nullopt;
}

}  // namespace

void Reminders::note(const slack::Report& report, Instant now) {
  for (const base::State& state : report.states) {
    const What what{report.user, base::facet_of(state)};
    const auto left = due_in(state, report, now);
    if (left)
      set(what, {now.mono + *left, {now.mono + *left, now.wall + *left}});
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
    const What what = order_.begin()->second;
    const Instant first = places_.at(what).first;
    due.push_back({what.first, what.second, {}});
    if (now >= first.mono + kGiveUp) due.back().believed_until = first.wall;
    set(what, {now + kAgain, first});
  }
  return due;
}

void Reminders::set(const What& what, const Place& place) {
  remove(what);
  places_.emplace(what, place);
  order_.emplace(place.at, what);
}

void Reminders::remove(const What& what) {
  const auto place = places_.find(what);
  if (place == places_.end()) return;
  order_.erase({place->second.at, what});
  places_.erase(place);
}

}  // namespace presenced::feeds
