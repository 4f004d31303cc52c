#include "feeds/socket_mode/statuses.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "feeds/status_calls.h"

namespace presenced::feeds::socket_mode {

using base::Facet;
using base::Instant;
using base::Millis;
using base::MonoTime;
using base::UserId;
using base::WallTime;
using history::EndReason;
using tracker::How;

// ---- people ----

void Statuses::watch(std::span<const watch::Person> people, MonoTime now) {
  list_.clear();
  for (const watch::Person& person : people)
    if (person.track.contains(Facet::status)) list_.push_back(person.id);
  settings_changed(now);
}

void Statuses::settings_changed(MonoTime now) {
  const bool used = context_.settings.tuning.socket_mode;
  if (!used) end(EndReason::unwatched);
  const auto before = std::exchange(people_, {});
  for (const UserId& user : used ? list_ : std::vector<UserId>{}) {
    const auto known = before.find(user);
    people_[user] = known == before.end() ? Known{} : known->second;
    if (known == before.end()) ask_about(user, now);
  }
  for (const auto& [user, known] : before)
    if (!people_.contains(user)) fetch_.cancel(user);
}

bool Statuses::covers(const UserId& user) const { return context_.keeper.covers(context_.id, user, Facet::status); }

bool Statuses::wanted(const UserId& user) const {
  const auto owner = context_.keeper.owner_of(user, Facet::status);
  return people_.contains(user) && !(owner && *owner < context_.id);
}

// ---- coverage as a whole ----

void Statuses::begin(MonoTime now) {
  claiming_ = true;
  for (const auto& [user, known] : people_) fetch_.forgive(user, now);
  ask_all(now);
  if (!std::exchange(claimed_before_, true)) audit_at_ = now + kFirstAudit;
}

void Statuses::end(EndReason reason, WallTime at_most) {
  claiming_ = false;
  audit_at_.reset();
  restated_.clear();
  for (const auto& [user, known] : people_) fetch_.cancel(user);
  lose_all(reason, at_most);
}

void Statuses::ask_all(MonoTime now) {
  if (!claiming_) return;
  audit_at_ = now + kAudit - kAudit / 20 + context_.random.up_to(kAudit / 10);
  for (const auto& [user, known] : people_)
    if (wanted(user)) fetch_.need(user, now);
}

void Statuses::ask_about(const UserId& user, MonoTime now) {
  if (!claiming_ || !wanted(user)) return;
  fetch_.forgive(user, now);
  fetch_.need(user, now);
}

MonoTime Statuses::asked_since() const {
  MonoTime since = MonoTime::max();
  for (const auto& [user, known] : people_)
    if (covers(user)) since = std::min(since, known.asked());
  return since;
}

void Statuses::move(base::SessionNumber to) {
  for (const auto& [user, known] : people_)
    if (covers(user)) context_.keeper.move(to, user, history::Mode::subscribed);
}

void Statuses::lose_all(EndReason reason, WallTime at_most) {
  for (const auto& [user, known] : people_)
    if (covers(user)) context_.keeper.lose(context_.id, user, Facet::status, reason, at_most);
}

void Statuses::lose(const UserId& user, EndReason reason) {
  if (covers(user)) context_.keeper.lose(context_.id, user, Facet::status, reason);
}

std::size_t Statuses::covered() const {
  return static_cast<std::size_t>(
      std::count_if(people_.begin(), people_.end(), [&](const auto& one) { return covers(one.first); }));
}

// ---- events ----

Statuses::Origin Statuses::origin_of(const slack::UserChange& change, Instant now) const {
  // While nothing may be claimed our clock may be wrong, and does not tell when Slack made the event.
  if (!change.event_us || !context_.claims) return {{MonoTime::min(), now.mono}, How::pushed, {}};
  const WallTime slack{std::chrono::floor<Millis>(std::chrono::microseconds{*change.event_us})};
  const auto ours = context_.orders.our_time_of(slack, now);
  const Made made{now.mono - (now.wall - ours.earliest), now.mono - (now.wall - ours.latest)};
  return {made, now.wall - ours.latest > kLate ? How::late : How::pushed, ours.earliest};
}

void Statuses::changed(const slack::UserChange& change, Instant now) {
  const slack::User& user = change.user;
  const auto person = people_.find(user.id);
  if (person == people_.end() || !user.status) return;
  Known& known = person->second;
  const Origin origin = origin_of(change, now);
  switch (known.compare(change, origin.made)) {
    case Order::older:
      return;
    case Order::unclear:
      known.pass(change);
      if (known.says(*user.status)) return;
      lose(user.id, EndReason::invalidated);
      if (claiming_ && wanted(user.id)) fetch_.need_soon(user.id, now.mono);
      return;
    case Order::newer:
      break;
  }
  const WallTime confirmed =
      known.confirmed() == MonoTime::min() ? WallTime{} : now.wall - (now.mono - known.confirmed());
  const bool dated = change.of_status || known.says(*user.status);
  known.take(change, origin.made);
  if (!claiming_ || !covers(user.id)) return;
  if (dated) return observe(user, origin.how, now, std::max(origin.earliest, confirmed));
  // The event that tells when the status changed is still under way.
  observe(user, How::late, now, confirmed);
}

void Statuses::observe(const slack::User& user, How how, Instant now, WallTime moment) {
  if (const Socket* carrier = sockets_.carrier())
    context_.keeper.observe(*carrier->session, user.id, *user.status, how, now.wall, moment);
}

// ---- questions ----

void Statuses::replied(const slack::Reply& reply, Instant now) {
  for (const UserId& user : std::exchange(restated_, {})) ask_about(user, now.mono);
  const StatusFetch::Outcome outcome = take_answer(context_, fetch_, reply, now.mono);
  for (const auto& one : outcome.found) found(one.user, one.asked_at, now);
  if (outcome.not_visible) lose(outcome.not_visible->user, EndReason::invalidated);
}

void Statuses::found(const slack::User& user, MonoTime asked, Instant now) {
  const auto person = people_.find(user.id);
  if (person == people_.end() || !claiming_) return;
  if (!person->second.accepts(user, asked)) return fetch_.need_soon(user.id, now.mono);
  person->second.answered(user, asked, now.mono);
  observe(user, How::queried, now, now.wall - (now.mono - asked));
}

void Statuses::tend(MonoTime now) {
  for (const UserId& user : std::exchange(restated_, {})) ask_about(user, now);
  if (!claiming_) return;
  if (audit_at_ && now >= *audit_at_) ask_all(now);
  ask_for_statuses(context_, fetch_, now);
}

MonoTime Statuses::deadline() const {
  if (!restated_.empty()) return MonoTime::min();
  if (!claiming_) return MonoTime::max();
  return std::min(audit_at_.value_or(MonoTime::max()), asking_due(context_, fetch_));
}

}  // namespace presenced::feeds::socket_mode
