#include "feeds/status_fetch.h"

#include <algorithm>

namespace presenced::feeds {

using base::Millis;
using base::MonoTime;
using base::UserId;

void StatusFetch::need(const UserId& user, MonoTime now) {
  soon_.erase(user);
  pending_.insert_or_assign(user, now);
  queue_.add(user, now);
}

// For somebody who is needed already, what has been asked before this moment is not an answer.
void StatusFetch::need_soon(const UserId& user, MonoTime now) {
  forgive(user, now);
  if (const auto needed = pending_.find(user); needed != pending_.end())
    needed->second = now;
  else if (soon_.insert(user).second)
    soon_order_.emplace_back(now + kSoon, user);
}

void StatusFetch::ripen(MonoTime now) {
  for (; !soon_order_.empty() && soon_order_.front().first <= now; soon_order_.pop_front())
    if (soon_.contains(soon_order_.front().second)) need(UserId{soon_order_.front().second}, now);
}

void StatusFetch::cancel(const UserId& user) {
  soon_.erase(user);
  pending_.erase(user);
  unlisted_.erase(user);
  queue_.remove(user);
}

void StatusFetch::forgive(const UserId& user, MonoTime now) {
  unlisted_.erase(user);
  queue_.forgive(user, now);
}

void StatusFetch::retry_now(MonoTime now) {
  queue_.forgive_all(now);
  list_left_until_.reset();
  info_.refused_until = list_.refused_until = MonoTime::min();
}

MonoTime StatusFetch::deadline(const From& from) const {
  if (in_flight_) return MonoTime::max();
  if (lists()) return std::max(list_.earliest(), from.list);
  MonoTime at = queue_.empty() ? MonoTime::max() : std::max({info_.earliest(), from.info, queue_.due()});
  if (list_left_until_) at = std::min(at, *list_left_until_);
  return soon_order_.empty() ? at : std::min(at, soon_order_.front().first);
}

slack::Request StatusFetch::ask(MonoTime now, slack::Request request, Pace& pace, Millis spacing) {
  in_flight_ = true;
  asked_at_ = now;
  pace.spaced_until = std::max(pace.spaced_until, now + spacing);
  return request;
}

slack::Request StatusFetch::next_page(MonoTime now) {
  if (!listing_) {
    listing_ = true;
    listing_since_ = now;
    cursor_.clear();
    pages_ = 0;
  }
  asked_.reset();
  return ask(now, slack::users_list(cursor_, kPageSize), list_, kListSpacing);
}

std::optional<slack::Request> StatusFetch::next(MonoTime now, const From& from) {
  ripen(now);
  if (list_left_until_ && now >= *list_left_until_) list_left_until_.reset();
  if (in_flight_) return std::nullopt;
  if (pending_.empty()) listing_ = false;
  if (lists()) return now < std::max(list_.earliest(), from.list) ? std::nullopt : std::optional(next_page(now));
  if (queue_.due() > now || now < std::max(info_.earliest(), from.info)) return std::nullopt;
  asked_ = queue_.front();
  return ask(now, slack::users_info(*asked_), info_, kInfoSpacing);
}

void StatusFetch::take(const slack::User& user, std::vector<Found>& found) {
  if (!answers_need(user.id) || (!user.status && !user.huddle)) return;
  found.push_back({user, asked_at_});
  cancel(user.id);
}

void StatusFetch::page(const slack::UserPage& page, std::vector<Found>& found) {
  for (const slack::User& user : page.users) take(user, found);
  ++pages_;
  cursor_ = page.next_cursor;
  if (!cursor_.empty()) return;
  listing_ = false;
  pages_of_last_list_ = pages_;
  for (const auto& [user, since] : pending_)
    if (since <= listing_since_) unlisted_.insert(user);
}

bool StatusFetch::answers_need(const UserId& user) const {
  const auto needed = pending_.find(user);
  return needed != pending_.end() && needed->second <= asked_at_;
}

void StatusFetch::gives_nothing(const std::string& why, MonoTime now, base::Random& random, Outcome& outcome) {
  if (!asked_ || !answers_need(*asked_)) return;
  unlisted_.insert(*asked_);
  if (queue_.rest(*asked_, now, random)) outcome.not_visible = NotVisible{*asked_, why};
}

void StatusFetch::slow_down(Pace& pace, const slack::ApiError& error, MonoTime now, base::Random& random) {
  if (slack::is_refusal(error.kind)) pace.refused_until = now + kRefusedPause;
  const Millis wait = std::max(pace.backoff.next(random), Millis{error.retry_after.value_or(std::chrono::seconds{0})});
  if (!slack::is_refusal(error.kind)) pace.spaced_until = std::max(pace.spaced_until, now + wait);
}

void StatusFetch::failed(const slack::ApiError& error, MonoTime now, base::Random& random, Outcome& outcome) {
  const bool pending = asked_ && pending_.contains(*asked_);
  if (asked_ && error.of_this_one) {
    if (!pending) return;
    unlisted_.insert(*asked_);
    if (queue_.failed(*asked_, now, random) == queue_.kPatience) outcome.not_visible = NotVisible{*asked_, error.error};
    return;
  }
  outcome.trouble = error;
  if (pending) queue_.defer(*asked_, now);
  Pace& pace = asked_ ? info_ : list_;
  slow_down(pace, error, now, random);
  listing_ = false;  // a cursor may have gone stale; begin again
  if (!asked_ && (slack::is_refusal(error.kind) || pace.backoff.failures() >= kListPatience))
    list_left_until_ = now + kRefusedPause;
}

StatusFetch::Outcome StatusFetch::replied(MonoTime now, const slack::Reply& reply, base::Random& random) {
  Outcome outcome;
  in_flight_ = false;
  if (const auto* error = std::get_if<slack::ApiError>(&reply)) {
    if (error->kind == slack::ErrorClass::absent && asked_)
      gives_nothing(error->error, now, random, outcome);
    else
      failed(*error, now, random, outcome);
    return outcome;
  }
  (asked_ ? info_ : list_).backoff.reset();
  if (const auto* info = std::get_if<slack::UserInfo>(&reply)) {
    take(info->user, outcome.found);
    gives_nothing("the record has no status", now, random, outcome);
  }
  if (const auto* users = std::get_if<slack::UserPage>(&reply)) page(*users, outcome.found);
  return outcome;
}

}  // namespace presenced::feeds
