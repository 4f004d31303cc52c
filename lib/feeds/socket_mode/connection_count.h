// How many connections of the app Slack counts, and what that says: each event goes to one of them, so whatever goes to
// a connection that is not ours is missing here. Only a `hello` tells the count, so it is learnt again now and then by
// opening a socket in place of another one. Pure.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>

#include "base/time.h"

namespace presenced::feeds::socket_mode {

class ConnectionCount {
 public:
  // A connection that died unnoticed counts at Slack until its own pings fail, which it sends every 10 s [inferred].
  static constexpr base::Millis kGhost{60'000};
  // Another program that connects later is noticed within this time; Slack's own rotation takes up to 5 hours.
  static constexpr base::Millis kCheck{30 * 60'000};
  // And that it has left: the first time after `kGhost`, because it may be a connection of a run of ours that crashed.
  static constexpr base::Millis kForeignCheck{5 * 60'000};

  // `hello` on a socket of ours. `ours`: how many of ours are open, this one included.
  void told(std::int64_t connections, std::int64_t ours, base::MonoTime now) {
    while (!ghosts_.empty() && ghosts_.front() + kGhost <= now) ghosts_.pop_front();
    const std::int64_t excess = std::max<std::int64_t>(0, connections - ours);
    const std::int64_t explained = foreign_since_ ? 0 : static_cast<std::int64_t>(ghosts_.size());
    foreign_ = std::max<std::int64_t>(0, excess - explained);
    doubtful_ = excess > 0 && foreign_ == 0;
    if (foreign_ == 0) foreign_since_.reset();
    if (foreign_ > 0 && !foreign_since_) foreign_since_ = now;
    if (foreign_ > 0)
      check_at_ = now < *foreign_since_ + kGhost ? *foreign_since_ + kGhost : now + kForeignCheck;
    else
      check_at_ = doubtful_ ? ghosts_.back() + kGhost : now + kCheck;
  }
  // A connection of ours has ended without a closing handshake, and Slack may count it for a while. That explains an
  // excess, though not one that was somebody else's before.
  void ended(base::MonoTime now) { ghosts_.push_back(now); }

  std::int64_t foreign() const { return foreign_; }  // connections of somebody else's
  // There are more than ours, and those of ours that ended a moment ago may be the reason.
  bool doubtful() const { return doubtful_; }
  base::MonoTime check_at() const { return check_at_; }

 private:
  std::deque<base::MonoTime> ghosts_;  // when each has ended
  std::int64_t foreign_ = 0;
  std::optional<base::MonoTime> foreign_since_;
  bool doubtful_ = false;
  base::MonoTime check_at_ = base::MonoTime::max();
};

}  // namespace presenced::feeds::socket_mode
