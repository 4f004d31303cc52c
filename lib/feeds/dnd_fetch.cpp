#include "feeds/dnd_fetch.h"

#include <algorithm>
#include <utility>

namespace presenced::feeds {

using base::MonoTime;
using base::UserId;

void DndFetch::need(const UserId& user, MonoTime now) { pending_[user].since = now; }

void DndFetch::forgive(const UserId& user) {
  const auto found = pending_.find(user);
  if (found == pending_.end()) return;
  found->second.from = MonoTime::min();
  found->second.absent = false;
}

void DndFetch::retry_now() {
  paused_until_ = MonoTime::min();
  refused_ = false;
  for (auto& [user, need] : pending_) need.from = MonoTime::min();
}

bool DndFetch::expects_answers(MonoTime now) const {
  if (refused_ && paused_until_ > now) return false;
  return std::any_of(pending_.begin(), pending_.end(), [](const auto& one) { return !one.second.absent; });
}

std::optional<slack::Request> DndFetch::next(MonoTime now) {
  if (now < deadline()) return std::nullopt;
  for (const auto& [user, need] : pending_)
    if (need.from <= now && asked_.size() < most_) asked_.push_back(user);
  asked_at_ = now;
  return slack::dnd_team_info(asked_);
}

MonoTime DndFetch::deadline() const {
  if (!asked_.empty()) return MonoTime::max();
  MonoTime first = MonoTime::max();
  for (const auto& [user, need] : pending_) first = std::min(first, need.from);
  return std::max(first, paused_until_);
}

void DndFetch::rest(const UserId& user, MonoTime now, Outcome& outcome) {
  const auto found = pending_.find(user);
  if (found == pending_.end() || found->second.since > asked_at_) return;
  found->second.from = now + kAbsentPause;
  if (!std::exchange(found->second.absent, true)) outcome.not_visible.push_back(user);
}

DndFetch::Outcome DndFetch::replied(MonoTime now, const slack::Reply& reply, base::Random& random) {
  Outcome outcome;
  outcome.asked_at = asked_at_;
  if (const auto* team = std::get_if<slack::DndTeam>(&reply)) {
    backoff_.reset();
    most_ = std::min(slack::kMostInDndCall, 2 * most_);
    for (const slack::DndChange& one : team->people) {
      const auto needed = pending_.find(one.user);
      if (needed == pending_.end() || needed->second.since > asked_at_) continue;
      outcome.found.push_back(one);
      pending_.erase(needed);
    }
    for (const UserId& user : asked_) rest(user, now, outcome);
  } else if (const auto* error = std::get_if<slack::ApiError>(&reply)) {
    failed(*error, now, random, outcome);
  }
  asked_.clear();
  return outcome;
}

void DndFetch::failed(const slack::ApiError& error, MonoTime now, base::Random& random, Outcome& outcome) {
  if (slack::classify(error.error) == slack::ErrorClass::absent) {
    if (asked_.size() == 1) rest(asked_.front(), now, outcome);
    most_ = asked_.size() == 1 ? slack::kMostInDndCall : asked_.size() / 2;
    return;
  }
  outcome.trouble = error;
  refused_ = slack::is_refusal(error.kind);
  const base::Millis asked_for{error.retry_after.value_or(std::chrono::seconds{0})};
  paused_until_ = now + (refused_ ? kRefusedPause : std::max(backoff_.next(random), asked_for));
}

}  // namespace presenced::feeds
