#include "watch/subscription.h"

#include <algorithm>
#include <unordered_set>

#include "slack/encode.h"

namespace presenced::watch {

using base::MonoTime;
using base::UserId;

Subscription::Subscription(const std::vector<UserId>& ids) { replace(ids); }

void Subscription::replace(const std::vector<UserId>& ids) {
  const std::unordered_set<UserId> wanted(ids.begin(), ids.end());
  std::erase_if(ids_, [&](const auto& item) { return !wanted.contains(item.first); });
  order_.clear();
  std::unordered_set<UserId> placed;
  for (const UserId& id : ids) {
    if (placed.insert(id).second) order_.push_back(id);
    ids_.try_emplace(id);
  }
  sub_due_ = true;
  open_ = confirmed_ = 0;
  for (const auto& [id, entry] : ids_) {
    confirmed_ += entry.step == Step::confirmed;
    open_ += entry.step != Step::confirmed && entry.step != Step::unconfirmed;
  }
}

void Subscription::ask_all() {
  for (auto& [id, entry] : ids_)
    if (entry.step == Step::confirmed || entry.step == Step::unconfirmed) query_due_ = entry.query_due = true;
}

void Subscription::ask_again(const UserId& id) {
  const auto found = ids_.find(id);
  if (found == ids_.end() || found->second.step != Step::unconfirmed) return;
  query_due_ = found->second.query_due = true;
}

void Subscription::doubt(const UserId& id) {
  const auto found = ids_.find(id);
  if (found == ids_.end() || found->second.step != Step::confirmed) return;
  --confirmed_;
  ++open_;
  found->second.step = Step::asked;
  query_due_ = found->second.query_due = true;
}

void Subscription::refused() {
  sub_due_ = true;
  for (auto& [id, entry] : ids_) {
    if (!entry.answer_due) continue;
    entry.answer_due = false;
    query_due_ = entry.query_due = true;
  }
}

std::optional<std::string> Subscription::next_frame(MonoTime now) {
  if (sub_due_) return sub_frame(now);
  if (query_due_) return query_frame(now);
  return std::nullopt;
}

std::string Subscription::sub_frame(MonoTime now) {
  sub_due_ = false;
  for (auto& [id, entry] : ids_) {
    if (entry.step != Step::wanted) continue;
    entry.step = Step::asked;
    entry.since = now;
    expect_by(now + kAnswerWait);
  }
  return slack::presence_sub(order_);
}

// Empty when everybody has spoken since the question became due.
std::optional<std::string> Subscription::query_frame(MonoTime now) {
  query_due_ = false;
  std::vector<UserId> ids;
  for (const UserId& id : order_) {
    Entry& entry = ids_[id];
    if (!entry.query_due) continue;
    entry.query_due = false;
    entry.answer_due = true;
    if (entry.step == Step::asked) entry.step = Step::queried;
    entry.since = now;
    ids.push_back(id);
  }
  if (ids.empty()) return std::nullopt;
  expect_by(now + kAnswerWait);
  return slack::presence_query(ids);
}

Subscription::Received Subscription::received(const UserId& id) {
  const auto found = ids_.find(id);
  if (found == ids_.end() || found->second.step == Step::wanted) return {};
  Entry& entry = found->second;
  const Received received{true, entry.answer_due};
  entry.answer_due = entry.query_due = false;
  if (entry.step != Step::confirmed) {
    open_ -= entry.step != Step::unconfirmed;
    ++confirmed_;
    entry.step = Step::confirmed;
  }
  return received;
}

void Subscription::woken(MonoTime now) {
  if (now < deadline_) return;
  deadline_ = MonoTime::max();
  for (auto& [id, entry] : ids_) {
    const bool waiting = entry.step == Step::asked || entry.step == Step::queried || entry.answer_due;
    if (!waiting || entry.query_due) continue;
    if (now < entry.since + kAnswerWait) {
      expect_by(entry.since + kAnswerWait);
      continue;
    }
    entry.answer_due = false;  // an answer so late looks like news
    if (entry.step == Step::asked) {
      query_due_ = entry.query_due = true;
    } else if (entry.step == Step::queried) {
      entry.step = Step::unconfirmed;
      --open_;
    }
  }
}

bool Subscription::confirmed(const UserId& id) const {
  const auto found = ids_.find(id);
  return found != ids_.end() && found->second.step == Step::confirmed;
}

std::vector<UserId> Subscription::unconfirmed() const {
  std::vector<UserId> ids;
  for (const auto& [id, entry] : ids_)
    if (entry.step == Step::unconfirmed) ids.push_back(id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

void Subscription::expect_by(MonoTime deadline) { deadline_ = std::min(deadline_, deadline); }

}  // namespace presenced::watch
