// Who has left the subscription or the samples of a socket. Up to the pong to a ping sent since, what arrives about
// them may answer a question from before they left: when they are subscribed to again it confirms nothing. Pure.
#pragma once

#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/ids.h"
#include "feeds/rtm/pings.h"
#include "watch/subscription.h"

namespace presenced::feeds::rtm {

class Left {
 public:
  void add(const base::UserId& user, const Pings& pings) { until_[user] = pings.next(); }
  bool contains(const base::UserId& user) const { return until_.contains(user); }

  // `before` was subscribed to before `now` was. Whoever comes back waits for a ping that is sent at once.
  void resubscribed(const std::vector<base::UserId>& before, const watch::Subscription& now, Pings& pings) {
    const std::unordered_set<base::UserId> subscribed(before.begin(), before.end());
    for (const base::UserId& user : before)
      if (!now.contains(user)) add(user, pings);
    for (auto& [user, ping] : until_)
      if (now.contains(user) && !subscribed.contains(user)) ping = pings.await();
  }
  void ponged(const Pings& pings) {
    std::erase_if(until_, [&](const auto& one) { return pings.passed(one.second); });
  }

 private:
  std::unordered_map<base::UserId, PingNumber> until_;
};

}  // namespace presenced::feeds::rtm
