#include "engine/status_fetch.h"

#include <algorithm>

namespace presenced::engine {

using base::Millis;
using base::MonoTime;
using base::UserId;

void StatusFetch::need(const UserId& user, MonoTime now) {
  soon_.erase(user);
  pending_.insert_or_assign(user, now);
}

// Whoever is needed already is needed anew: what has been asked before this moment is no answer.
void StatusFetch::need_soon(const UserId& user, MonoTime now) {
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
}

MonoTime StatusFetch::deadline(MonoTime list_from) const {
  if (in_flight_) return MonoTime::max();
  if (pending_.empty() && !listing_)
    return soon_order_.empty() ? MonoTime::max() : std::max(earliest_, soon_order_.front().first);
  return lists() ? std::max(earliest_, list_from) : earliest_;
}

std::optional<slack::Request> StatusFetch::ask(MonoTime now, slack::Request request, Millis spacing) {
  in_flight_ = true;
  asked_at_ = now;
  earliest_ = now + spacing;
  return request;
}

std::optional<slack::Request> StatusFetch::next(MonoTime now, MonoTime list_from) {
  ripen(now);
  if (in_flight_ || now < earliest_) return std::nullopt;
  if (pending_.empty()) {
    listing_ = false;
    return std::nullopt;
  }
  if (lists() && now < list_from) return std::nullopt;
  if (!listing_ && lists()) {
    listing_ = true;
    listing_since_ = now;
    cursor_.clear();
    pages_ = 0;
  }
  if (listing_) {
    asked_.reset();
    return ask(now, slack::users_list(cursor_, kPageSize), kListSpacing);
  }
  asked_ = pending_.begin()->first;
  return ask(now, slack::users_info(*asked_), kInfoSpacing);
}

void StatusFetch::take(const slack::User& user, std::vector<Found>& found) {
  if (!answers_need(user.id) || !user.has_profile) return;
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

Millis StatusFetch::pause_after(const slack::ApiError& error, base::Random& random) {
  if (error.kind == slack::ErrorClass::credential) return kRefusedPause;
  const Millis pause = backoff_.next(random);
  return error.retry_after ? std::max(pause, Millis{*error.retry_after}) : pause;
}

bool StatusFetch::answers_need(const UserId& user) const {
  const auto needed = pending_.find(user);
  return needed != pending_.end() && needed->second <= asked_at_;
}

StatusFetch::Outcome StatusFetch::replied(MonoTime now, const slack::Reply& reply, base::Random& random) {
  Outcome outcome;
  in_flight_ = false;
  if (const auto* error = std::get_if<slack::ApiError>(&reply)) {
    if (error->kind == slack::ErrorClass::absent && asked_) {
      if (answers_need(*asked_)) {
        outcome.absent = asked_;
        cancel(*asked_);
      }
    } else {
      outcome.trouble = *error;
      earliest_ = std::max(earliest_, now + pause_after(*error, random));
      listing_ = false;  // a cursor may have gone stale; begin again
    }
    return outcome;
  }
  backoff_.reset();
  if (const auto* info = std::get_if<slack::UserInfo>(&reply)) {
    take(info->user, outcome.found);
    if (asked_ && answers_need(*asked_)) cancel(*asked_);  // a reply that tells nothing of the status is final
  }
  if (const auto* users = std::get_if<slack::UserPage>(&reply)) page(*users, outcome.found);
  return outcome;
}

}  // namespace presenced::engine
