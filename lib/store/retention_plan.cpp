#include "store/retention_plan.h"

#include <algorithm>
#include <chrono>

namespace presenced::store {

void RetentionPlan::confirm(base::WallTime slack_now, base::MonoTime at) {
  if (last_ && at <= last_->at) return;
  if (last_) {
    const base::Millis difference = (slack_now - last_->slack_now) - (at - last_->at);
    if (std::chrono::abs(difference) > kTolerance) doubt();
  }
  last_ = Reading{slack_now, at};
  if (!first_) first_ = last_;
}

void RetentionPlan::doubt() {
  first_.reset();
  last_.reset();
}

std::optional<base::WallTime> RetentionPlan::confirmed_now(base::MonoTime now) const {
  if (!last_ || last_->at - first_->at < kApart || now - last_->at > kValid) return std::nullopt;
  return last_->slack_now + std::max(base::Millis{0}, now - last_->at);
}

// Moves on by the hour, so that the spans which reach over the cutoff are cut once an hour.
std::optional<base::WallTime> RetentionPlan::target(base::MonoTime now, std::optional<base::Millis> retention) const {
  const auto confirmed = confirmed_now(now);
  if (!confirmed || !retention) return std::nullopt;
  return std::chrono::floor<std::chrono::hours>(*confirmed - *retention);
}

bool RetentionPlan::due(base::MonoTime now, std::optional<base::Millis> retention) const {
  const auto until = target(now, retention);
  if (!until) return false;
  if (cutoff_) return *cutoff_ <= *until;
  return *until > done_until_ && (!begun_at_ || now - *begun_at_ >= kEvery);
}

std::optional<base::WallTime> RetentionPlan::begin(base::MonoTime now, std::optional<base::Millis> retention,
                                                   std::optional<base::WallTime> oldest) {
  if (!due(now, retention)) return std::nullopt;
  cutoff_ = target(now, retention);
  if (oldest) cutoff_ = std::min(*cutoff_, *oldest + kStep);
  begun_at_ = now;
  return cutoff_;
}

void RetentionPlan::done() {
  done_until_ = std::max(done_until_, *cutoff_);
  cutoff_.reset();
}

void RetentionPlan::abandon(base::MonoTime now) {
  cutoff_.reset();
  begun_at_ = now;
}

}  // namespace presenced::store
