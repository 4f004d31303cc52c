// Which cutoff the retention may delete up to, and when. A clock that is wrong must not delete a history, so the time
// is Slack's, never ours and never that of a mark of life, and it is not believed at once.
//
// Pure: the monotonic clock comes in by argument. Not thread-safe.
#pragma once

#include <optional>

#include "base/time.h"

namespace presenced::store {

class RetentionPlan {
 public:
  // Readings count only if they are this far apart: one answer of a proxy with a wrong clock is not enough.
  static constexpr base::Millis kApart = base::Millis{60'000};
  // By how much two readings may differ beyond the time between them: a `Date` has whole seconds, and travels.
  static constexpr base::Millis kTolerance = base::Millis{60'000};
  static constexpr base::Millis kValid = std::chrono::hours{1};  // how long a reading is believed
  // A step takes this much of the history at most, and begins this long after the one before it. What is deleted in
  // error before somebody notices is bounded, and a history of years is brought down within days.
  static constexpr base::Millis kStep = std::chrono::hours{30 * 24};
  static constexpr base::Millis kEvery = std::chrono::hours{1};

  // At the moment `at` it was at least `slack_now` by Slack's clock, and our wall clock agreed. The same reading may be
  // passed again. One that contradicts the one before it begins a new series.
  void confirm(base::WallTime slack_now, base::MonoTime at);
  // Slack's clock contradicts ours: nothing is deleted until a new series of readings agrees.
  void doubt();

  // What time it is at least; nothing without two readings apart, or when the last is too old.
  std::optional<base::WallTime> confirmed_now(base::MonoTime now) const;

  // Whether a step may begin or go on. No retention: all is kept.
  bool due(base::MonoTime now, std::optional<base::Millis> retention) const;
  std::optional<base::WallTime> under_way() const { return cutoff_; }  // the cutoff of the step that has begun
  // Begins a step, if one is due: its cutoff. `oldest`: the earliest moment of which something can be deleted.
  std::optional<base::WallTime> begin(base::MonoTime now, std::optional<base::Millis> retention,
                                      std::optional<base::WallTime> oldest);
  void done();                       // nothing before the cutoff is left
  void abandon(base::MonoTime now);  // the step failed; the next one begins in its time

 private:
  struct Reading {
    base::WallTime slack_now;
    base::MonoTime at;
  };
  std::optional<base::WallTime> target(base::MonoTime now, std::optional<base::Millis> retention) const;

  std::optional<Reading> first_;  // of a series without a contradiction
  std::optional<Reading> last_;
  std::optional<base::WallTime> cutoff_;
  std::optional<base::MonoTime> begun_at_;
  base::WallTime done_until_ = base::WallTime::min();
};

}  // namespace presenced::store
