// What the supervisor shows to monitoring.
#include "metrics/metrics.h"
#include "runtime/clock.h"
#include "supervise/figures.h"
#include "supervise/metrics_server.h"
#include "supervise/supervisor.h"

namespace presenced::supervise {

namespace {

// Without a watchdog there is nobody to say how long a write may take; this is the shipped unit's WatchdogSec=.
constexpr base::Millis kPatience{30'000};

}  // namespace

base::Result<std::unique_ptr<MetricsServer>, std::string> Supervisor::metrics_on(const config::Metrics& where) {
  if (!where.enabled()) return std::unique_ptr<MetricsServer>();
  MetricsCallbacks callbacks;
  callbacks.metrics = [this] {
    return metrics::prometheus_text(figures_of(status(), workspaces_.snapshots(), tally_, store_failures_));
  };
  callbacks.health = [this] { return health(); };
  callbacks.patience = manager_.watchdog().value_or(kPatience);
  return MetricsServer::open(loop_, where, std::move(callbacks));
}

bool Supervisor::open_metrics() {
  auto opened = metrics_on(loaded_.settings.metrics);
  if (opened) {
    metrics_ = std::move(opened.value());
    return true;
  }
  note(base::LogLevel::error, "metrics_refused", opened.error() + " (metrics.listen)");
  return false;
}

// The new place is taken before the old one is left, unless the one is in the way of the other (a port of one address,
// then of all). Empty: done; else why not, and all is as it was.
std::string Supervisor::move_metrics(const config::Metrics& next) {
  auto opened = metrics_on(next);
  if (!opened && metrics_) {
    metrics_.reset();
    opened = metrics_on(next);
  }
  if (opened) {
    metrics_ = std::move(opened.value());
    return {};
  }
  if (!metrics_) static_cast<void>(open_metrics());  // it has logged what it answers
  return opened.error();
}

}  // namespace presenced::supervise
