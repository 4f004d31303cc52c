// Who could have been heard when, as Slack and the network know it: the longest that coverage may honestly claim.
//
// On one socket a person's presence is told from Slack's first word about them after it has taken the subscription,
// anybody's other facets from hello on; until the sending of the last thing that arrived (things of one socket keep
// their order, so what was sent before it arrived as well).
#pragma once

#include <algorithm>
#include <deque>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/facets.h"
#include "base/ids.h"
#include "base/time.h"

namespace presenced::sim {

struct ReachSpan {
  base::MonoTime from;
  base::MonoTime to;
};

// Something was told of somebody: when Slack made it, and when it arrived.
struct Sample {
  base::MonoTime made;
  base::MonoTime arrived;
};
using Samples = std::unordered_map<base::UserId, std::vector<Sample>>;

struct Reach {
  // Somebody's presence was told on some socket, subscribed to or asked for: what samples on sockets rest on.
  Samples told;
  std::unordered_map<base::UserId, std::vector<ReachSpan>> presence;
  std::vector<ReachSpan> status;  // and all else, on RTM sockets
  std::vector<ReachSpan> app;     // likewise, over Socket Mode
};

// Of one socket; folded into the whole when it ends.
class SocketReach {
 public:
  // `app`: over Socket Mode.
  void greeted(base::MonoTime now, bool app) {
    since_ = now;
    app_ = app;
  }

  void subscribed(const std::unordered_set<base::UserId>& set, Reach& into) {
    for (auto it = people_.begin(); it != people_.end();) {
      if (set.contains(it->first)) {
        ++it;
        continue;
      }
      add(into.presence[it->first], it->second);
      it = people_.erase(it);
    }
    for (const base::UserId& user : set) people_.try_emplace(user, base::MonoTime::max());
  }

  void told_of(const base::UserId& user, base::MonoTime now) {
    under_way_.emplace_back(user, now);
    const auto found = people_.find(user);
    if (found != people_.end()) found->second = std::min(found->second, now);
  }

  // `told(user, when)` is called for everybody whose presence was told by then.
  template <class Told>
  void arrived(base::MonoTime sent, const Told& told) {
    last_ = sent;
    for (; !under_way_.empty() && under_way_.front().second <= sent; under_way_.pop_front())
      told(under_way_.front().first, under_way_.front().second);
  }

  // Whether the other end can have been told by now.
  bool confirmed(const base::UserId& user, base::Facet facet) const {
    if (facet != base::Facet::presence) return last_ >= since_;
    const auto found = people_.find(user);
    return found != people_.end() && last_ >= found->second;
  }

  void ended(Reach& into) {
    for (const auto& [user, since] : people_) add(into.presence[user], since);
    people_.clear();
    if (since_ != base::MonoTime::max()) add(app_ ? into.app : into.status, since_);
    since_ = base::MonoTime::max();
  }

 private:
  void add(std::vector<ReachSpan>& spans, base::MonoTime since) const {
    if (last_ >= since) spans.push_back({since, last_});
  }

  std::unordered_map<base::UserId, base::MonoTime> people_;  // since when; max(): nothing was said of them yet
  std::deque<std::pair<base::UserId, base::MonoTime>> under_way_;
  base::MonoTime since_ = base::MonoTime::max();  // when hello was sent
  bool app_ = false;
  base::MonoTime last_ = base::MonoTime::min();
};

}  // namespace presenced::sim
