// Since when what is read from the sockets may have waited for us: while the disk is behind, the engine orders that
// nothing is read (engine/backpressure.h), and TCP holds the sender back. What comes after that was sent at an unknown
// time since reading stopped. One for all sockets of a workspace. Pure.
#pragma once

#include <algorithm>
#include <optional>

#include "base/time.h"

namespace presenced::feeds {

class Backlog {
 public:
  // When reading has gone on for so long without a pause, nothing of before waits any more: the loop reads tens of
  // megabytes a second, and the buffers between Slack and us hold some.
  static constexpr base::Millis kDrained{10'000};

  struct Moment {
    base::MonoTime mono;
    base::WallTime recorded;  // the recorded moment of it
  };

  void held(const Moment& now) {
    if (!since_) since_ = now;
    held_ = true;
  }
  void released(base::MonoTime now) {
    held_ = false;
    drained_at_ = now + kDrained;
  }
  // The process stood still, and read nothing meanwhile.
  void interrupted(base::MonoTime now) {
    if (!held_) drained_at_ = now + kDrained;
  }
  void tend(base::MonoTime now) {
    if (!held_ && now >= drained_at_) since_.reset();
  }
  // The history after `until` has been moved aside.
  void rewound(base::WallTime until) {
    if (since_) since_->recorded = std::min(since_->recorded, until);
  }

  bool held() const { return held_; }
  // What is read now was sent after this; empty: it has only just come.
  const std::optional<Moment>& since() const { return since_; }
  base::MonoTime deadline() const { return since_ && !held_ ? drained_at_ : base::MonoTime::max(); }

 private:
  std::optional<Moment> since_;
  base::MonoTime drained_at_{};
  bool held_ = false;
};

}  // namespace presenced::feeds
