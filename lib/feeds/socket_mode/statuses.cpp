#include "feeds/socket_mode/statuses.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace presenced::feeds::socket_mode {

using base::Facet;
using base::Facets;
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
    if (const Facets track = person.track & Facets::asked_for(); !track.empty()) list_.emplace_back(person.id, track);
  settings_changed(now);
}

void Statuses::settings_changed(MonoTime now) {
  const bool used = context_.settings.tuning.socket_mode;
  if (!used) end(EndReason::unwatched);
  const auto before = std::exchange(people_, {});
  for (std::size_t i = 0; used && i < list_.size(); ++i) enter(list_[i].first, list_[i].second, before, now);
  for (const auto& [user, person] : before)
    if (!people_.contains(user)) questions_.forget(user);
}

void Statuses::enter(const UserId& user, Facets track, const People& before, MonoTime now) {
  const auto known = before.find(user);
  Person& person = people_[user] = known == before.end() ? Person{} : known->second;
  const Facets further = track.without(std::exchange(person.track, track));
  if (further.empty()) return;
  for (const base::FacetRow& row : base::kFacets)
    if (further.contains(row.facet)) person.known[row.facet] = {};
  ask_about(user, further, now);
}

template <class Act>
void Statuses::each(const Act& act) const {
  for (const auto& [user, person] : people_)
    for (const base::FacetRow& row : base::kFacets)
      if (person.track.contains(row.facet)) act(user, row.facet, person.known[row.facet]);
}

Known* Statuses::find(const UserId& user, Facet facet) {
  const auto person = people_.find(user);
  return person == people_.end() || !person->second.track.contains(facet) ? nullptr : &person->second.known[facet];
}

bool Statuses::covers(const UserId& user, Facet facet) const {
  return context_.keeper.covers(context_.id, user, facet);
}

Facets Statuses::wanted(const UserId& user, Facets facets) const {
  Facets wanted;
  const auto person = people_.find(user);
  if (person == people_.end()) return wanted;
  for (const base::FacetRow& row : base::kFacets) {
    if (!facets.contains(row.facet) || !person->second.track.contains(row.facet)) continue;
    const auto owner = context_.keeper.owner_of(user, row.facet);
    if (!(owner && *owner < context_.id)) wanted.insert(row.facet);
  }
  return wanted;
}

// ---- coverage as a whole ----

void Statuses::begin(MonoTime now) {
  claiming_ = true;
  for (const auto& [user, person] : people_) questions_.forgive(user, now);
  ask_all(now);
  if (!std::exchange(claimed_before_, true)) audit_at_ = now + kFirstAudit;
}

void Statuses::end(EndReason reason, WallTime at_most) {
  claiming_ = false;
  audit_at_.reset();
  restated_.clear();
  for (const auto& [user, person] : people_) questions_.cancel(user, Facets::all());
  lose_all(reason, at_most);
}

void Statuses::ask_all(MonoTime now) {
  if (!claiming_) return;
  audit_at_ = now + kAudit - kAudit / 20 + context_.random.up_to(kAudit / 10);
  for (const auto& [user, person] : people_) questions_.need(user, wanted(user, Facets::all()), now);
}

void Statuses::ask_about(const UserId& user, MonoTime now) { ask_about(user, Facets::all(), now); }

void Statuses::ask_about(const UserId& user, Facets facets, MonoTime now) {
  const Facets asked = wanted(user, facets);
  if (!claiming_ || asked.empty()) return;
  questions_.forgive(user, now);
  questions_.need(user, asked, now);
}

void Statuses::ask_restated(MonoTime now) {
  for (const auto& [user, facets] : std::exchange(restated_, {})) ask_about(user, facets, now);
}

MonoTime Statuses::asked_since() const {
  MonoTime since = MonoTime::max();
  each([&](const UserId& user, Facet facet, const Known& known) {
    if (covers(user, facet)) since = std::min(since, known.asked());
  });
  return since;
}

void Statuses::move(base::SessionNumber to) {
  for (const auto& [user, person] : people_) context_.keeper.move(to, user, history::Mode::subscribed);
}

void Statuses::lose_all(EndReason reason, WallTime at_most) {
  each([&](const UserId& user, Facet facet, const Known&) { lose(user, facet, reason, at_most); });
}

void Statuses::lose(const UserId& user, Facet facet, EndReason reason, WallTime at_most) {
  if (covers(user, facet)) context_.keeper.lose(context_.id, user, facet, reason, at_most);
}

std::size_t Statuses::covered() const {
  const auto all_covered = [&](const auto& one) {
    return std::all_of(base::kFacets.begin(), base::kFacets.end(), [&](const base::FacetRow& row) {
      return !one.second.track.contains(row.facet) || covers(one.first, row.facet);
    });
  };
  return static_cast<std::size_t>(std::count_if(people_.begin(), people_.end(), all_covered));
}

// ---- events ----

Statuses::Origin Statuses::origin_of(const slack::Report& event, Instant now) const {
  // While nothing may be claimed our clock may be wrong, and does not tell when Slack made the event.
  const auto& waited = context_.backlog.since();
  if (context_.claims && !event.event_us && waited) return {{waited->mono, now.mono}, How::late, waited->recorded};
  if (!event.event_us || !context_.claims) return {{MonoTime::min(), now.mono}, How::pushed, {}};
  const WallTime slack{std::chrono::floor<Millis>(std::chrono::microseconds{*event.event_us})};
  const auto ours = context_.orders.our_time_of(slack, now);
  const Made made{now.mono - (now.wall - ours.earliest), now.mono - (now.wall - ours.latest)};
  return {made, now.wall - ours.latest > kLate ? How::late : How::pushed, ours.earliest};
}

void Statuses::changed(const slack::Report& event, Instant now) {
  const Origin origin = origin_of(event, now);
  slack::Report current = event;
  current.states.clear();
  for (const base::State& state : event.states)
    if (changed(event, state, origin, now)) current.states.push_back(state);
  questions_.note(current, now);
}

bool Statuses::changed(const slack::Report& event, const base::State& state, const Origin& origin, Instant now) {
  const Facet facet = base::facet_of(state);
  Known* known = find(event.user, facet);
  if (!known) return false;
  switch (known->compare(event, origin.made)) {
    case Order::older:
      return false;
    case Order::unclear:
      known->pass(event);
      if (known->says(state)) return false;
      lose(event.user, facet, EndReason::invalidated);
      if (claiming_) questions_.need_soon(event.user, wanted(event.user, {facet}), now.mono);
      return false;
    case Order::newer:
      break;
  }
  const WallTime confirmed =
      known->confirmed() == MonoTime::min() ? WallTime{} : now.wall - (now.mono - known->confirmed());
  const bool dated = event.about == facet || known->says(state);
  known->take(event, state, origin.made);
  if (!claiming_ || !covers(event.user, facet)) return true;
  if (dated)
    observe(event.user, state, origin.how, now, std::max(origin.earliest, confirmed));
  else  // the event that tells when it changed is still under way
    observe(event.user, state, How::late, now, confirmed);
  return true;
}

void Statuses::observe(const UserId& user, const base::State& state, How how, Instant now, WallTime moment) {
  if (const Socket* carrier = sockets_.carrier())
    context_.keeper.observe(*carrier->session, user, state, how, now.wall, moment);
}

// ---- questions ----

void Statuses::replied(slack::Method method, const slack::Reply& reply, Instant now) {
  ask_restated(now.mono);
  const Questions::Outcome outcome = questions_.replied(context_, method, reply, now.mono);
  for (const auto& one : outcome.found) {
    if (context_.backlog.since()) {  // it would overtake what waits to be read, and hide what came before it
      for (const base::State& state : one.report.states) ask_about(one.report.user, {base::facet_of(state)}, now.mono);
      continue;
    }
    slack::Report current = one.report;
    current.states.clear();
    for (const base::State& state : one.report.states)
      if (found(one.report, state, one.asked_at, now)) current.states.push_back(state);
    questions_.note(current, now);
  }
  for (const auto& [user, facets] : outcome.not_visible)
    for (const base::FacetRow& row : base::kFacets)
      if (facets.contains(row.facet)) lose(user, row.facet, EndReason::invalidated);
}

bool Statuses::found(const slack::Report& answer, const base::State& state, MonoTime asked, Instant now) {
  const Facet facet = base::facet_of(state);
  Known* known = find(answer.user, facet);
  if (!known || !claiming_) return false;
  if (!known->accepts(answer, state, asked)) {
    questions_.need_soon(answer.user, {facet}, now.mono);
    return false;
  }
  known->answered(answer, state, asked, now.mono);
  observe(answer.user, state, How::queried, now, now.wall - (now.mono - asked));
  return true;
}

void Statuses::tend(MonoTime now) {
  ask_restated(now);
  if (!claiming_) return;
  if (audit_at_ && now >= *audit_at_) ask_all(now);
  if (!context_.backlog.since()) questions_.ask(context_, now);
}

MonoTime Statuses::deadline() const {
  if (!restated_.empty()) return MonoTime::min();
  if (!claiming_) return MonoTime::max();
  const MonoTime asks = context_.backlog.since() ? MonoTime::max() : questions_.due(context_);
  return std::min(audit_at_.value_or(MonoTime::max()), asks);
}

}  // namespace presenced::feeds::socket_mode
