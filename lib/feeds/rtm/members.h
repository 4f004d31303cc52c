// The people of a shard: its subscribers, and its unsubscribed members. Of the latter only those facets count that a
// socket reports whoever is subscribed to.
#pragma once

#include <unordered_set>
#include <vector>

#include "base/ids.h"
#include "watch/plan.h"

namespace presenced::feeds::rtm {

class Members {
 public:
  void assign(const watch::Set& set) {
    subscribers_ = all_ = set.ids;
    all_.insert(all_.end(), set.unsubscribed.begin(), set.unsubscribed.end());
    subscribed_ = {subscribers_.begin(), subscribers_.end()};
    ids_ = {all_.begin(), all_.end()};
  }

  const std::vector<base::UserId>& all() const { return all_; }
  const std::vector<base::UserId>& subscribers() const { return subscribers_; }
  std::size_t size() const { return ids_.size(); }
  bool contains(const base::UserId& user) const { return ids_.contains(user); }
  bool subscribed(const base::UserId& user) const { return subscribed_.contains(user); }

 private:
  std::vector<base::UserId> subscribers_;
  std::vector<base::UserId> all_;  // subscribers first
  std::unordered_set<base::UserId> subscribed_;
  std::unordered_set<base::UserId> ids_;
};

}  // namespace presenced::feeds::rtm
