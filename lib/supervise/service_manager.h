// The edge to the service manager: sd_notify(3). Started by anything else, presenced has no $NOTIFY_SOCKET, and all of
// this does nothing.
#pragma once

#include <optional>
#include <string>

#include "base/log.h"
#include "base/time.h"

namespace presenced::supervise {

class ServiceManager {
 public:
  // Reads $NOTIFY_SOCKET, $WATCHDOG_USEC and $WATCHDOG_PID. `log` must outlive it.
  explicit ServiceManager(base::LogSink& log);

  // Whether somebody has started this process who hears of it, and starts it again.
  bool present() const { return present_; }
  // What the unit's WatchdogSec= wants of this process; empty: nothing.
  std::optional<base::Millis> watchdog() const { return watchdog_; }
  // States as ServiceNotices makes them; empty: nothing is sent. Never blocks for long. That the manager cannot be
  // reached is logged once: it will act as if nothing had been said.
  void tell(const std::string& states);

 private:
  base::LogSink& log_;
  std::optional<base::Millis> watchdog_;
  bool present_ = false;
  bool unreachable_ = false;
};

}  // namespace presenced::supervise
