// What Slack's time says about our wall clock. Pure.
//
// A reply of the Web API bounds Slack's clock from both sides: the clock showed the reply's `Date`, cut to a whole
// second, at some moment between the call and the arrival of the reply. An event bounds it from one side: Slack's clock
// shows at least the event's time. Between two readings Slack's time is taken to run with our monotonic clock, so a
// step of our wall clock contradicts at once, without a new reading. So does the end of a suspension, because the
// monotonic clock stood still; the next reading clears that.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "base/time.h"

namespace presenced::engine {

enum class ClockState : std::uint8_t {
  unknown,      // no reading, or only an old one
  agrees,       // the wall clock can be right, to kTolerance
  contradicts,  // it cannot
};

constexpr std::string_view name_of(ClockState state) {
  constexpr std::string_view kWords[] = {"unknown", "agrees", "contradicts"};
  return kWords[static_cast<std::size_t>(state)];
}

class ClockWitness {
 public:
  static constexpr base::Millis kTolerance{60'000};
  // One reading can be wrong: two that agree, this far apart, confirm the wall clock.
  static constexpr base::Millis kConfirmation{60'000};
  // Two clocks that drift apart by 100 ppm, which is much, differ by 0.4 s after this time.
  static constexpr base::Millis kValid{60 * 60'000};
  // Half of it, so that a reading that fails can be made good before the last one is too old.
  static constexpr base::Millis kRefresh{30 * 60'000};
  static constexpr base::Millis kRetry{60'000};  // between two readings otherwise, also while the clocks contradict
  static constexpr base::Millis kSoon{10'000};   // between two when one is wanted at once

  struct Reading {
    base::MonoTime at;
    base::WallTime slack;  // Slack's clock showed at least this then
  };

  // The reply to a call that was made at `asked`. One that took long, or during which the machine slept, says too
  // little.
  void replied(base::WallTime date, base::MonoTime asked, base::Instant now) {
    if (now.mono - asked > kSlowest || asked < stepped_at_) return;
    const base::Millis least = date.time_since_epoch() - now.mono.time_since_epoch();
    const base::Millis most = date.time_since_epoch() + kSecond - asked.time_since_epoch();
    least_ = {least, now.mono};
    most_ = {most, now.mono};
    wanted_ = false;
    observe(now);
    if (state(now) != ClockState::agrees) return;
    agreed_ = {now.mono, date};
    if (!agreeing_since_) agreeing_since_ = now.mono;
  }

  // An event that Slack made at `made`, by its clock.
  void received(base::WallTime made, base::Instant now) {
    const base::Millis least = made.time_since_epoch() - now.mono.time_since_epoch();
    if (valid(least_, now.mono) && least <= least_->slack) return;
    least_ = {least, now.mono};
    // The monotonic clock has stood still since that reading, or one of the two moments is wrong.
    if (most_ && least > most_->slack + kSkew) {
      most_.reset();
      wanted_ = true;
    }
    observe(now);
  }

  // To be called at every turn: a contradiction between two readings counts, too.
  void observe(base::Instant now) {
    const bool contradicts = state(now) == ClockState::contradicts;
    if (contradicts) agreeing_since_.reset();
    if (contradicts && !std::exchange(contradicted_, contradicts)) wanted_ = true;
    contradicted_ = contradicts;
  }
  // The wall clock was set, or the machine slept: the last reading may not hold any more.
  void stepped(base::MonoTime now) {
    stepped_at_ = now;
    wanted_ = true;
  }

  ClockState state(base::Instant now) const {
    const base::Millis ours = now.wall.time_since_epoch() - now.mono.time_since_epoch();
    const bool least = valid(least_, now.mono);
    const bool most = valid(most_, now.mono);
    if (most && ours - most_->slack > kTolerance) return ClockState::contradicts;
    if (least && least_->slack - ours > kTolerance) return ClockState::contradicts;
    return least && most ? ClockState::agrees : ClockState::unknown;
  }
  // By how much our wall clock is ahead of Slack's, as far as the last readings tell; negative: it is behind.
  base::Millis ahead(base::Instant now) const {
    if (!least_) return base::Millis{0};
    const base::Millis ours = now.wall.time_since_epoch() - now.mono.time_since_epoch();
    return ours - (most_ ? least_->slack + (most_->slack - least_->slack) / 2 : least_->slack);
  }
  bool confirmed(base::Instant now) const {
    return state(now) == ClockState::agrees && agreeing_since_ && agreed_->at - *agreeing_since_ >= kConfirmation;
  }
  // The wall clock was set, or the machine slept, a moment ago, and no reading has come since.
  bool doubtful(base::MonoTime now) const { return most_ && most_->at < stepped_at_ && now - stepped_at_ < kRetry; }
  // Slack's clock shows at most this now. Only where it agrees.
  base::WallTime slack_at_most(base::MonoTime now) const {
    return base::WallTime{now.time_since_epoch() + most_->slack};
  }
  // When our wall clock can have shown what Slack's clock showed as `slack`, which was before now; never after now.
  // Means nothing while the clocks contradict.
  std::pair<base::WallTime, base::WallTime> our_time_of(base::WallTime slack, base::Instant now) const {
    const base::Millis ours = now.wall.time_since_epoch() - now.mono.time_since_epoch();
    base::Millis behind = valid(most_, now.mono) ? most_->slack - ours : kTolerance;
    if (slack - behind > now.wall) behind = kTolerance;  // that reading is wrong, by the skew of Slack's machines
    const base::Millis ahead = valid(least_, now.mono) && valid(most_, now.mono) ? ours - least_->slack : kTolerance;
    return {std::min(slack - behind, now.wall), std::min(slack + ahead, now.wall)};
  }
  const std::optional<Reading>& agreed() const { return agreed_; }  // the last reading that did

  // When the next reading should be asked for. A Slack that has never dated a reply is asked only about a
  // contradiction.
  base::MonoTime due(base::Instant now) const {
    if (wanted_ && (most_ || contradicted_)) return asked_ + kSoon;
    if (contradicted_) return asked_ + kRetry;
    if (!most_) return base::MonoTime::max();
    if (confirmed(now)) return std::max(most_->at + kRefresh, asked_ + kRetry);
    return std::max(most_->at, asked_) + kRetry;
  }
  void asked(base::MonoTime now) {
    asked_ = now;
    wanted_ = false;
  }

 private:
  static constexpr base::Millis kSecond{1'000};  // a Date is cut to one
  static constexpr base::Millis kSkew{5'000};    // between Slack's own machines
  static constexpr base::Millis kSlowest{20'000};

  struct Bound {
    base::Millis slack;  // Slack's clock less our monotonic one
    base::MonoTime at;   // when it was read
  };
  static bool valid(const std::optional<Bound>& bound, base::MonoTime now) {
    return bound && now - bound->at <= kValid;
  }

  std::optional<Bound> least_;
  std::optional<Bound> most_;
  std::optional<base::MonoTime>
      agreeing_since_;  // the first of the readings that agree without a contradiction between
  std::optional<Reading> agreed_;
  base::MonoTime asked_{base::MonoTime::min()};
  base::MonoTime stepped_at_{base::MonoTime::min()};
  bool contradicted_ = false;
  bool wanted_ = false;  // at once
};

}  // namespace presenced::engine
