#include "feeds/poll/statuses.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace presenced::feeds::poll {

using base::Facets;
using base::Instant;
using base::Millis;
using base::MonoTime;
using base::UserId;
using base::WallTime;
using slack::Method;

void Statuses::watch(std::span<const watch::Person> people, MonoTime now) {
  const std::vector<Listed> before = std::exchange(list_, {});
  for (const watch::Person& person : people)
    if (const Facets track = person.track & facets_; !track.empty()) list_.emplace_back(person.id, track);
  std::sort(list_.begin(), list_.end(), [](const Listed& one, const Listed& other) { return one.first < other.first; });
  std::erase_if(people_, [&](const auto& one) { return find_in(list_, one.first) == nullptr; });
  for (const Listed& one : list_) {
    const Listed* known = find_in(before, one.first);
    if (!known || known->second != one.second) want(one, turn_from(one.second, now));
  }
}

const Statuses::Listed* Statuses::find_in(const std::vector<Listed>& list, const UserId& user) {
  const auto found = std::lower_bound(list.begin(), list.end(), user,
                                      [](const Listed& one, const UserId& id) { return one.first < id; });
  return found != list.end() && found->first == user ? &*found : nullptr;
}

void Statuses::want(const Listed& who, MonoTime from) {
  Person& person = people_[who.first];
  person.track = who.second;
  person.from = from;
  wanted_from_ = std::min(wanted_from_.value_or(from), from);
}

MonoTime Statuses::turn_from(Facets facets, MonoTime now) const {
  MonoTime from = now;
  for (const base::FacetRow& row : base::kFacets)
    if (facets.contains(row.facet)) from = std::max(from, context_.turn_from(row.facet, now));
  return from;
}

// Later than a question that is asked in this millisecond.
void Statuses::restate(const UserId& user, MonoTime now) {
  if (const Listed* one = find_in(list_, user)) want(*one, std::max(turn_from(one->second, now), now + Millis{1}));
}

void Statuses::wait_no_longer(MonoTime now) {
  for (auto& [user, person] : people_)
    if (person.from > now) want({user, person.track}, now + Millis{1});
}

void Statuses::restart(MonoTime now) {
  began_ = MonoTime::min();
  for (const Listed& one : list_) restate(one.first, now);
}

void Statuses::retry_now(MonoTime) { lane_.retry_now(); }

// ---- questions ----

// The next listing is due at this moment, or later.
Millis Statuses::interval() const { return std::max(context_.settings.tuning.sample_interval, 2 * took_); }

bool Statuses::better_covers(const UserId& user, Facets facets) const {
  return std::all_of(base::kFacets.begin(), base::kFacets.end(), [&](const base::FacetRow& row) {
    return !facets.contains(row.facet) || context_.better_covers(user, row.facet);
  });
}

bool Statuses::anybody_wanted(MonoTime now) {
  wanted_from_.reset();
  std::erase_if(people_, [&](const auto& one) { return better_covers(one.first, one.second.track); });
  for (const auto& [user, person] : people_) wanted_from_ = std::min(wanted_from_.value_or(person.from), person.from);
  return wanted_from_ && *wanted_from_ <= now;
}

void Statuses::tend(Instant now) {
  if (now.mono < deadline() || (!listing_ && !anybody_wanted(now.mono))) return;
  if (!listing_) {
    cursor_.clear();
    began_ = now.mono;
    listing_ = true;
  }
  auto request = next_page();
  if (!request) return end_listing(now.mono);
  lane_.made(now.mono, Millis{0}, context_.random);
  context_.pace.made(method_, now.mono);
  asked_ = now.mono;
  call_ = context_.orders.call(std::move(*request));
}

std::optional<slack::Request> Statuses::next_page() {
  if (method_ == Method::users_list) return slack::users_list(cursor_, kPageSize);
  std::vector<UserId> asked;
  for (const Listed& one : list_)
    if (one.first.text > cursor_ && people_.contains(one.first) && asked.size() < most_) asked.push_back(one.first);
  if (asked.empty()) return std::nullopt;
  page_from_ = std::exchange(cursor_, asked.back().text);
  people_asked_ = asked.size();
  return slack::dnd_team_info(asked);
}

MonoTime Statuses::deadline() const {
  if (!context_.may_ask() || call_ || !wanted_from_) return MonoTime::max();
  const MonoTime begins =
      listing_ || began_ == MonoTime::min() ? *wanted_from_ : std::max(*wanted_from_, began_ + interval());
  return std::max({begins, lane_.due(), context_.pace.earliest(method_)});
}

// ---- answers ----

bool Statuses::replied(base::CallId call, const slack::Reply& reply, Instant now) {
  if (call_ != call) return false;
  call_.reset();
  const auto* error = std::get_if<slack::ApiError>(&reply);
  if (!error) {
    lane_.answered();
    most_ = std::min(slack::kMostInDndCall, 2 * most_);
    page(reply, now);
    return true;
  }
  if (method_ == Method::dnd_team_info && slack::classify(error->error) == slack::ErrorClass::absent) {
    refused_people(now);
    return true;
  }
  const bool first = lane_.error().error != error->error;
  lane_.failed(*error, now.mono, context_.random);
  listing_ = false;  // a cursor may have gone stale; begin again
  began_ = MonoTime::min();
  if (!first || !context_.pace.failure_is_news(method_, error->error)) return true;
  const std::string advice = slack::advice(method_, *error);
  context_.note(
      slack::is_refusal(error->kind) ? base::LogLevel::error : base::LogLevel::warning, "poll_failed",
      fmt::format("{}: {}{}{}; {} not covered until it answers", method(), error->error, advice.empty() ? "" : "; ",
                  advice, method_ == Method::users_list ? "statuses are" : "do-not-disturb is"));
  return true;
}

void Statuses::refused_people(Instant now) {
  if (people_asked_ == 1) return page(slack::DndTeam{}, now);
  most_ = people_asked_ / 2;
  cursor_ = page_from_;
}

void Statuses::page(const slack::Reply& reply, Instant now) {
  if (!listing_) return;  // it was begun before nothing could be claimed
  const bool counts = context_.claims && now.mono - asked_ <= Context::kAnswerLimit;
  bool more = false;
  if (const auto* users = std::get_if<slack::UserPage>(&reply)) {
    cursor_ = users->next_cursor;
    more = !cursor_.empty();
    for (const slack::User& user : users->users) {
      if (!counts || !people_.contains(user.id)) continue;
      context_.orders.seen(user);
      take(slack::report_of(user), now);
    }
  } else if (const auto* team = std::get_if<slack::DndTeam>(&reply)) {
    more = std::any_of(list_.begin(), list_.end(),
                       [&](const Listed& one) { return one.first.text > cursor_ && people_.contains(one.first); });
    for (const slack::DndChange& one : team->people)
      if (counts) take(slack::report_of(one), now);
  }
  if (!more) end_listing(now.mono);
}

void Statuses::end_listing(MonoTime now) {
  listing_ = false;
  took_ = now - began_;
}

void Statuses::take(const slack::Report& report, Instant now) {
  const auto found = people_.find(report.user);
  if (found == people_.end()) return;
  Person& person = found->second;
  if (person.from > asked_ || report.states.empty()) return;
  if (report.updated && person.updated && *report.updated < *person.updated) return;  // a replica that lags
  person.updated = report.updated;
  for (const base::State& state : report.states)
    if (person.track.contains(base::facet_of(state)))
      context_.keeper.observe(context_.answered(now.wall), report.user, state, tracker::How::sampled, now.wall);
}

// ---- coverage ----

std::optional<WallTime> Statuses::give_up_overdue(WallTime now) {
  std::optional<WallTime> oldest;
  for (const auto& [user, person] : people_)
    for (const base::FacetRow& row : base::kFacets) {
      if (!person.track.contains(row.facet)) continue;
      const auto sampled = context_.keeper.sampled_until(context_.id, user, row.facet);
      if (!sampled) continue;
      if (now - *sampled > 3 * interval())
        context_.keeper.lose(context_.id, user, row.facet, lane_.reason());
      else
        oldest = std::min(oldest.value_or(*sampled), *sampled);
    }
  return oldest;
}

void Statuses::lose_all(history::EndReason reason) {
  listing_ = false;
  for (const auto& [user, person] : people_)
    for (const base::FacetRow& row : base::kFacets)
      if (person.track.contains(row.facet)) context_.keeper.lose(context_.id, user, row.facet, reason);
}

}  // namespace presenced::feeds::poll
