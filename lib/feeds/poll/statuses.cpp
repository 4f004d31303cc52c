#include "feeds/poll/statuses.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace presenced::feeds::poll {

using base::Facet;
using base::Instant;
using base::Millis;
using base::MonoTime;
using base::UserId;
using base::WallTime;
using slack::Method;

void Statuses::watch(std::span<const watch::Person> people, MonoTime now) {
  const std::vector<UserId> before = std::exchange(list_, {});
  for (const watch::Person& person : people)
    if (person.track.contains(Facet::status)) list_.push_back(person.id);
  std::sort(list_.begin(), list_.end());
  const auto is_in = [](const std::vector<UserId>& list, const UserId& user) {
    return std::binary_search(list.begin(), list.end(), user);
  };
  std::erase_if(people_, [&](const auto& one) { return !is_in(list_, one.first); });
  for (const UserId& user : list_)
    if (!is_in(before, user)) want(user, context_.turn_from(Facet::status, now));
}

void Statuses::want(const UserId& user, MonoTime from) {
  people_[user].from = from;
  wanted_from_ = std::min(wanted_from_.value_or(from), from);
}

// Later than a question that is asked in this millisecond.
void Statuses::restate(const UserId& user, MonoTime now) {
  if (std::binary_search(list_.begin(), list_.end(), user))
    want(user, std::max(context_.turn_from(Facet::status, now), now + Millis{1}));
}

void Statuses::wait_no_longer(MonoTime now) {
  for (const auto& [user, person] : people_)
    if (person.from > now) want(user, now + Millis{1});
}

void Statuses::restart(MonoTime now) {
  began_ = MonoTime::min();
  for (const UserId& user : list_) restate(user, now);
}

void Statuses::retry_now(MonoTime) { lane_.retry_now(); }

// ---- questions ----

// The next listing is due at this moment, or later.
Millis Statuses::interval() const { return std::max(context_.settings.tuning.sample_interval, 2 * took_); }

bool Statuses::anybody_wanted(MonoTime now) {
  wanted_from_.reset();
  std::erase_if(people_, [&](const auto& one) { return context_.better_covers(one.first, Facet::status); });
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
  lane_.made(now.mono, Millis{0}, context_.random);
  context_.pace.made(Method::users_list, now.mono);
  asked_ = now.mono;
  call_ = context_.orders.call(slack::users_list(cursor_, kPageSize));
}

MonoTime Statuses::deadline() const {
  if (!context_.enabled() || !context_.claims || call_ || !wanted_from_) return MonoTime::max();
  const MonoTime begins =
      listing_ || began_ == MonoTime::min() ? *wanted_from_ : std::max(*wanted_from_, began_ + interval());
  return std::max({begins, lane_.due(), context_.pace.earliest(Method::users_list)});
}

// ---- answers ----

bool Statuses::replied(base::CallId call, const slack::Reply& reply, Instant now) {
  if (call_ != call) return false;
  call_.reset();
  const auto* error = std::get_if<slack::ApiError>(&reply);
  if (!error) {
    lane_.answered();
    if (const auto* users = std::get_if<slack::UserPage>(&reply)) page(*users, now);
    return true;
  }
  const bool first = lane_.error().error != error->error;
  lane_.failed(*error, now.mono, context_.random);
  listing_ = false;  // a cursor may have gone stale; begin again
  began_ = MonoTime::min();
  if (!first) return true;
  const std::string advice = slack::advice(Method::users_list, *error);
  context_.note(slack::is_refusal(error->kind) ? base::LogLevel::error : base::LogLevel::warning, "poll_failed",
                fmt::format("users.list: {}{}{}; statuses are not covered until it answers", error->error,
                            advice.empty() ? "" : "; ", advice));
  return true;
}

void Statuses::page(const slack::UserPage& page, Instant now) {
  if (!listing_) return;  // it was begun before nothing could be claimed
  const bool in_time = now.mono - asked_ <= Context::kAnswerLimit;
  if (context_.claims && in_time)
    for (const slack::User& user : page.users) take(user, now);
  cursor_ = page.next_cursor;
  if (!cursor_.empty()) return;
  listing_ = false;
  took_ = now.mono - began_;
}

void Statuses::take(const slack::User& user, Instant now) {
  const auto found = people_.find(user.id);
  if (found == people_.end()) return;
  Person& person = found->second;
  context_.orders.seen(user);
  if (person.from > asked_ || !user.status) return;
  if (user.updated && person.updated && *user.updated < *person.updated) return;  // a replica that lags
  person.updated = user.updated;
  context_.keeper.observe(context_.answered(now.wall), user.id, *user.status, tracker::How::sampled, now.wall);
}

// ---- coverage ----

std::optional<WallTime> Statuses::give_up_overdue(WallTime now) {
  std::optional<WallTime> oldest;
  for (const auto& [user, person] : people_) {
    const auto sampled = context_.keeper.sampled_until(context_.id, user, Facet::status);
    if (!sampled) continue;
    if (now - *sampled > 3 * interval())
      context_.keeper.lose(context_.id, user, Facet::status, lane_.reason());
    else
      oldest = std::min(oldest.value_or(*sampled), *sampled);
  }
  return oldest;
}

void Statuses::lose_all(history::EndReason reason) {
  listing_ = false;
  for (const auto& [user, person] : people_) context_.keeper.lose(context_.id, user, Facet::status, reason);
}

}  // namespace presenced::feeds::poll
