// The clocks of one engine: whether the wall clock may be believed, and whether the engine was there all the time.
// Everything that ends the claims of the moment is found here, before the input of the turn is looked at:
//
//   the wall clock was set, or the machine slept      clock_watch.h
//   the process was stopped, both clocks ran on       loop_watch.h
//   the wall clock contradicts Slack's                clock_witness.h
//
// Says in the log what it finds.
#pragma once

#include <optional>

#include "base/time.h"
#include "engine/clock_watch.h"
#include "engine/clock_witness.h"
#include "engine/context.h"
#include "engine/loop_watch.h"
#include "engine/snapshot.h"

namespace presenced::engine {

class Clocks {
 public:
  // `context` must outlive it.
  explicit Clocks(Context& context) : context_(context) {}

  // At the beginning of every turn. False: what is claimed ends with the turn before.
  bool turned(base::Instant now);
  // The next turn comes at this moment, or before.
  void wake_at(base::MonoTime at) { loop_.wake_at(at); }

  void replied(const slack::HttpReply& reply, base::MonoTime asked, base::Instant now);
  void received(const slack::UserChange& change, base::Instant now);

  // The wall clock contradicts Slack's: nothing is claimed, and recorded time stands still.
  bool wrong(base::Instant now) const { return witness_.state(now) == ClockState::contradicts; }
  // The history lies so far ahead of a wall clock that Slack's time has confirmed that it must be misdated: what it has
  // of after this moment. Empty: it does not, or that is not sure.
  std::optional<base::WallTime> misdated_after(base::Instant now) const;

  feeds::Orders::Between our_time_of(base::WallTime slack, base::Instant now) const {
    const auto [earliest, latest] = witness_.our_time_of(slack, now);
    return {earliest, latest};
  }

  // When Slack should be asked for its time, by whatever call.
  base::MonoTime reading_due(base::Instant now) const { return witness_.due(now); }
  void reading_asked(base::MonoTime now) { witness_.asked(now); }

  ClockSnapshot snapshot(base::Instant now) const;

 private:
  void weigh(base::Instant now);

  Context& context_;
  ClockWatch watch_;
  LoopWatch loop_;
  ClockWitness witness_;
  bool noted_ = false;  // the log says that the wall clock is wrong
};

}  // namespace presenced::engine
