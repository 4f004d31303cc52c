// The pings of one socket: when the next one is to be sent, and whether somebody waits for its answer.
//
// Frames of one socket keep their order. So the pong to a ping tells that everything the socket had under way when it
// was sent has arrived. Who needs that waits for a ping that is still to be sent (`await`); the pong to it or to any
// later one will do. One that stays away is asked for again.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/time.h"

namespace presenced::engine {

class Pings {
 public:
  // A pong comes within a second [observed].
  static constexpr base::Millis kPongWait{10'000};

  // A ping for a sign of life: nobody waits for its answer in particular.
  void want() { due_ = true; }
  // The number of the next ping, which has yet to be sent.
  std::int64_t await() {
    due_ = true;
    return awaited_ = sent_ + 1;
  }

  bool due() const { return due_; }
  // It counts as sent now; its number.
  std::int64_t send(base::MonoTime now) {
    due_ = false;
    sent_at_ = now;
    return ++sent_;
  }

  // False when it answers no ping of ours.
  bool answered(std::int64_t reply_to) {
    if (reply_to < 1 || reply_to > sent_) return false;
    answered_ = std::max(answered_, reply_to);
    return true;
  }
  // Slack refused a frame, and it cannot be told which.
  void refused() { due_ = due_ || waited_for(); }

  void woken(base::MonoTime now) { due_ = due_ || now >= deadline(); }
  base::MonoTime deadline() const { return waited_for() && !due_ ? sent_at_ + kPongWait : base::MonoTime::max(); }

 private:
  bool waited_for() const { return awaited_ > answered_; }

  bool due_ = false;
  std::int64_t sent_ = 0;      // the last one's number
  std::int64_t awaited_ = 0;   // the highest number somebody waits for
  std::int64_t answered_ = 0;  // the highest
  base::MonoTime sent_at_{};   // the last one
};

}  // namespace presenced::engine
