// The edge to the service manager: sd_notify(3). Started by anything else, presenced has no $NOTIFY_SOCKET, and all of
// this does nothing.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/log.h"
#include "base/time.h"
#include "service/service_notices.h"

namespace presenced::service {

class ServiceManager {
 public:
  // Reads $NOTIFY_SOCKET, $WATCHDOG_USEC and $WATCHDOG_PID. `log` must outlive it.
  explicit ServiceManager(base::LogSink& log);

  // Whether a service manager has started this process and receives notices.
  bool present() const { return present_; }

  // Each sends the notice of the same name in ServiceNotices, if one is due, and never blocks for long. A manager that
  // cannot be reached is logged once.
  void starting(std::string_view doing);
  void waiting(std::string_view for_what);
  void ready(const std::string& status);
  void reloading();
  void stopping();
  void closing();
  void turn(base::Millis writer_stuck_for, const std::function<std::string()>& status);
  base::Millis turn_interval() const { return notices_.turn_interval(); }

 private:
  void tell(const std::string& states);

  base::LogSink& log_;
  std::optional<base::Millis> watchdog_;
  ServiceNotices notices_;
  bool present_ = false;
  bool unreachable_ = false;
};

}  // namespace presenced::service
