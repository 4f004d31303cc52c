// When reading from the sockets stops because the disk is behind, and when it goes on. Pure.
//
// One count decides: the bytes handed to the history and not yet durable (recorder.h). Above the mark the sockets are
// held, and TCP holds Slack back; at half of it they are let go. Nothing is lost by that: what waits is read later, and
// dated by what is known of it (feeds/backlog.h). Only a disk that is stuck for longer than Slack can be expected to
// wait costs coverage.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/time.h"

namespace presenced::engine {

class Backpressure {
 public:
  // Slack's pings stay unanswered meanwhile. It sends one every 30 s on RTM sockets (docs/PROTOCOL.md); four of them
  // are more than any client library is patient for [inferred]. Should Slack close a socket before that, what it has
  // sent is read all the same.
  static constexpr base::Millis kLongest{120'000};
  // What is recorded without a socket (answers, names) goes on while they are held: so many times the mark at most.
  static constexpr std::size_t kMostMarks = 4;
  // The log says that the sockets are held when they have been for so long.
  static constexpr base::Millis kNoted{10'000};

  enum class Turn : std::uint8_t { none, hold, note, release, give_up };

  explicit Backpressure(std::size_t mark) : mark_(mark) {}

  // After every input; what is to be done now. `useful`: what is read can be recorded, so waiting for room helps.
  // `give_up`: nothing more is to be recorded until the disk has caught up; the sockets are let go.
  Turn turn(std::size_t uncommitted, bool useful, base::MonoTime now) {
    if (!since_) {
      if (!useful || uncommitted <= mark_) return Turn::none;
      since_ = now;
      return Turn::hold;
    }
    if (!useful || uncommitted <= mark_ / 2) return end(Turn::release, now);
    if (now - *since_ >= kLongest || uncommitted > kMostMarks * mark_) return end(Turn::give_up, now);
    if (now - *since_ < kNoted || std::exchange(noted_, true)) return Turn::none;
    return Turn::note;
  }

  bool held() const { return since_.has_value(); }
  // In total, up to now.
  base::Millis held_for(base::MonoTime now) const { return total_ + (since_ ? now - *since_ : base::Millis{0}); }
  base::MonoTime deadline() const {
    if (!since_) return base::MonoTime::max();
    return *since_ + (noted_ ? kLongest : kNoted);
  }

 private:
  Turn end(Turn turn, base::MonoTime now) {
    total_ = held_for(now);
    since_.reset();
    noted_ = false;
    return turn;
  }

  std::size_t mark_;
  std::optional<base::MonoTime> since_;  // held since then
  base::Millis total_{0};
  bool noted_ = false;
};

}  // namespace presenced::engine
