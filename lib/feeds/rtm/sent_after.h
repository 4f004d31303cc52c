// The moment after which Slack has sent what is read from one socket now, as pongs tell: whatever was under way when a
// ping was sent has been read when its pong is. Matters only while frames may have waited for us (feeds/backlog.h).
// Pure.
#pragma once

#include <algorithm>

#include "base/time.h"
#include "feeds/rtm/pings.h"

namespace presenced::feeds::rtm {

class SentAfter {
 public:
  // How often a ping is sent while frames may wait: so far the proof may lag behind, as in quiet times.
  static constexpr base::Millis kPace{4'000};

  // `opened`: the recorded moment before which nothing can have been sent.
  explicit SentAfter(base::WallTime opened) : moment_(opened) {}

  base::WallTime moment() const { return moment_; }  // a recorded one
  void ping_sent(PingNumber ping, base::WallTime recorded) {
    if (ping_ == 0) ping_ = ping, sent_ = recorded;
  }
  void ponged(const Pings& pings) {
    if (ping_ == 0 || !pings.passed(ping_)) return;
    moment_ = std::max(moment_, sent_);
    ping_ = 0;
  }
  // The history after `until` has been moved aside.
  void rewound(base::WallTime until) {
    moment_ = std::min(moment_, until);
    sent_ = std::min(sent_, until);
  }

 private:
  base::WallTime moment_;
  PingNumber ping_ = 0;  // the one that is waited for; 0: none
  base::WallTime sent_{};
};

}  // namespace presenced::feeds::rtm
