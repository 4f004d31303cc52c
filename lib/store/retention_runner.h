// Carries the retention's plan out: asks it for a cutoff, deletes a few milliseconds' worth of rows, and so on.
#pragma once

#include <functional>
#include <mutex>
#include <optional>

#include "base/time.h"
#include "store/failure.h"
#include "store/history_db.h"
#include "store/retention_plan.h"

namespace presenced::store {

// run_step() belongs to the thread that writes; the others may be called from any thread.
class RetentionRunner {
 public:
  // No `monotonic` clock: nothing is deleted. No `retention`: all is kept.
  RetentionRunner(std::function<base::MonoTime()> monotonic, std::optional<base::Millis> retention);

  void set_retention(std::optional<base::Millis> retention);
  void confirm_clock(base::WallTime slack_now, base::MonoTime at);
  void doubt_clock();

  bool due() const;
  // A step, when one is due. A failure ends the attempt; the next one comes in an hour.
  [[nodiscard]] std::optional<Failure> run_step(HistoryDb& database);

 private:
  std::optional<base::WallTime> under_way() const;
  base::Result<std::optional<base::WallTime>, Failure> begin(HistoryDb& database);

  const std::function<base::MonoTime()> monotonic_;
  mutable std::mutex mutex_;  // guards what follows
  std::optional<base::Millis> retention_;
  RetentionPlan plan_;
};

}  // namespace presenced::store
