// The pings of one socket: when the next one is to be sent, and whether anything waits for its answer.
//
// Frames of one socket keep their order. So the pong to a ping shows that everything the socket had under way when the
// ping was sent has arrived. Whatever needs that waits for a ping that is still to be sent (`await`) and remembers its
// number; the pong to it or to any later one will do (`passed`). A pong that stays away is asked for again, and after a
// minute the socket is of no use (`given_up`): what we send on it does not arrive, whatever it says itself.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/time.h"

namespace presenced::feeds::rtm {

using PingNumber = std::int64_t;  // the first is 1

class Pings {
 public:
  // A pong comes within a second [observed].
  static constexpr base::Millis kPongWait{10'000};
  static constexpr base::Millis kGivenUp{60'000};

  // A ping for a sign of life: nobody waits for its answer in particular.
  void want() { due_ = true; }
  // The number of the next ping, which has yet to be sent. It is sent in its own time.
  PingNumber next() const { return sent_ + 1; }
  // The same, and it is sent as soon as a frame may be.
  PingNumber await() {
    due_ = true;
    return awaited_ = next();
  }

  bool due() const { return due_; }
  // It counts as sent now; its number.
  PingNumber send(base::MonoTime now) {
    due_ = false;
    if (waited_for() && !waited_since_) waited_since_ = now;
    sent_at_ = now;
    return ++sent_;
  }

  // False when it answers no ping of ours.
  bool answered(PingNumber reply_to) {
    if (reply_to < 1 || reply_to > sent_) return false;
    if (reply_to > answered_) {
      answered_ = reply_to;
      waited_since_.reset();
    }
    return true;
  }
  // Whether the pong to this ping, or to a later one, is there.
  bool passed(PingNumber ping) const { return answered_ >= ping; }
  // Slack refused a frame, and does not say which.
  void refused() { due_ = due_ || waited_for(); }

  base::MonoTime sent_at() const { return sent_at_; }  // the last one; the beginning of time: none yet
  void woken(base::MonoTime now) { due_ = due_ || now >= asks_again(); }
  // Somebody has waited for a pong in vain.
  bool given_up(base::MonoTime now) const { return now >= gives_up(); }
  base::MonoTime deadline() const { return std::min(asks_again(), gives_up()); }

 private:
  base::MonoTime asks_again() const { return waited_for() && !due_ ? sent_at_ + kPongWait : base::MonoTime::max(); }
  base::MonoTime gives_up() const { return waited_since_ ? *waited_since_ + kGivenUp : base::MonoTime::max(); }
  bool waited_for() const { return awaited_ > answered_; }

  bool due_ = false;
  PingNumber sent_ = 0;                            // the last one's number
  PingNumber awaited_ = 0;                         // the highest number somebody waits for
  PingNumber answered_ = 0;                        // the highest
  base::MonoTime sent_at_{base::MonoTime::min()};  // the last one
  std::optional<base::MonoTime> waited_since_;     // the first ping that somebody waits for; of those before, none is
};

}  // namespace presenced::feeds::rtm
