#include "feeds/socket_mode/known.h"

#include <algorithm>

namespace presenced::feeds::socket_mode {

using base::MonoTime;

Order Known::compare(const slack::UserChange& change, const Made& made) const {
  if (change.event_us && *change.event_us <= event_us_) return Order::older;
  if (!status_) return Order::newer;
  if (older_record(change.user)) return Order::older;
  if (!by_answer_ || newer_record(change.user)) return Order::newer;
  if (made.latest <= asked_) return Order::older;
  return made.earliest > answered_ ? Order::newer : Order::unclear;
}

void Known::take(const slack::UserChange& change, const Made& made) {
  pass(change);
  record(change.user);
  event_made_ = std::max(event_made_, made.latest);
  confirmed_ = std::max(confirmed_, made.earliest);
  by_answer_ = false;
}

void Known::pass(const slack::UserChange& change) { event_us_ = std::max(event_us_, change.event_us.value_or(0)); }

bool Known::accepts(const slack::User& user, MonoTime asked) const {
  if (older_record(user)) return false;
  return !status_ || by_answer_ || newer_record(user) || event_made_ <= asked || says(*user.status);
}

void Known::answered(const slack::User& user, MonoTime asked, MonoTime now) {
  record(user);
  asked_ = asked;
  confirmed_ = std::max(confirmed_, asked);
  answered_ = now;
  by_answer_ = true;
}

void Known::record(const slack::User& user) {
  status_ = user.status;
  if (user.updated) updated_ = std::max(updated_.value_or(*user.updated), *user.updated);
}

}  // namespace presenced::feeds::socket_mode
