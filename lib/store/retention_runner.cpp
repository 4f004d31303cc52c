#include "store/retention_runner.h"

#include <utility>

namespace presenced::store {

RetentionRunner::RetentionRunner(std::function<base::MonoTime()> monotonic, std::optional<base::Millis> retention)
    : monotonic_(std::move(monotonic)), retention_(retention) {}

void RetentionRunner::set_retention(std::optional<base::Millis> retention) {
  const std::lock_guard lock(mutex_);
  retention_ = retention;
}

void RetentionRunner::confirm_clock(base::WallTime slack_now, base::MonoTime at) {
  const std::lock_guard lock(mutex_);
  plan_.confirm(slack_now, at);
}

void RetentionRunner::doubt_clock() {
  const std::lock_guard lock(mutex_);
  plan_.doubt();
}

bool RetentionRunner::due() const {
  const std::lock_guard lock(mutex_);
  return monotonic_ && plan_.due(monotonic_(), retention_);
}

std::optional<Failure> RetentionRunner::run_step(HistoryDb& database) {
  if (!due()) return std::nullopt;
  std::optional<Failure> failure;
  std::optional<base::WallTime> cutoff = under_way();
  if (!cutoff) {
    auto begun = begin(database);
    if (begun)
      cutoff = begun.value();
    else
      failure = std::move(begun.error());
  }
  bool more = true;
  if (cutoff) {
    auto step = database.retain(*cutoff);
    if (step)
      more = step.value();
    else
      failure = std::move(step.error());
  }
  const std::lock_guard lock(mutex_);
  if (failure) plan_.abandon(monotonic_());
  if (!more) plan_.done();
  return failure;
}

std::optional<base::WallTime> RetentionRunner::under_way() const {
  const std::lock_guard lock(mutex_);
  return plan_.under_way();
}

base::Result<std::optional<base::WallTime>, Failure> RetentionRunner::begin(HistoryDb& database) {
  auto oldest = database.oldest();
  if (!oldest) return oldest.error();
  const std::lock_guard lock(mutex_);
  return plan_.begin(monotonic_(), retention_, oldest.value());
}

}  // namespace presenced::store
