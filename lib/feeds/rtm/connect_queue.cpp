#include "feeds/rtm/connect_queue.h"

#include <algorithm>

namespace presenced::feeds::rtm {

using base::Instant;
using base::MonoTime;

// While the token is refused, one attempt is enough to learn that it still is.
bool ConnectQueue::probing() const {
  return refused_ && std::any_of(shards_.begin(), shards_.end(), [](const auto& one) { return one->calling(); });
}

Shard* ConnectQueue::next(MonoTime now) const {
  Shard* next = nullptr;
  for (const auto& shard : shards_) {
    const auto due = shard->connecting().due();
    if (due && *due <= now && (!next || shard->connecting().place() < next->connecting().place())) next = shard.get();
  }
  return next;
}

void ConnectQueue::tend(Instant now) {
  while (context_.may_connect() && !probing() && context_.pacer.earliest(now.mono) <= now.mono) {
    Shard* shard = next(now.mono);
    if (!shard) return;
    shard->attempt(now);
  }
}

MonoTime ConnectQueue::deadline(MonoTime now) const {
  MonoTime due = MonoTime::max();
  if (!context_.may_connect() || probing()) return due;
  for (const auto& shard : shards_) due = std::min(due, shard->connecting().due().value_or(MonoTime::max()));
  return due == MonoTime::max() ? due : std::max(due, context_.pacer.earliest(now));
}

void ConnectQueue::replied(base::CallId call, const slack::Reply& reply, Instant now) {
  // Slack counts calls, whatever became of the attempt.
  if (const auto* error = std::get_if<slack::ApiError>(&reply); error && error->retry_after)
    context_.pacer.hold(now.mono + base::Millis{*error->retry_after});
  for (const auto& shard : shards_) {
    if (!shard->connect_replied(call, reply, now)) continue;
    refused_ = false;
    return heed_refusals();
  }
}

void ConnectQueue::heed_refusals() {
  for (const auto& shard : shards_) {
    if (!shard->connecting().take_refusal()) continue;
    refused_ = true;
    const auto due = shard->connecting().due();
    if (!due) continue;
    for (const auto& other : shards_) other->connecting().put_off(*due);
  }
}

}  // namespace presenced::feeds::rtm
