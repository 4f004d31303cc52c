#include "supervise/service_manager.h"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace presenced::supervise {

ServiceManager::ServiceManager(base::LogSink& log) : log_(log), present_(std::getenv("NOTIFY_SOCKET") != nullptr) {
  std::uint64_t microseconds = 0;
  const int answer = sd_watchdog_enabled(0, &microseconds);
  if (answer > 0) watchdog_ = std::chrono::duration_cast<base::Millis>(std::chrono::microseconds(microseconds));
  if (answer < 0)
    log_.write({base::LogLevel::warning,
                "watchdog_unknown",
                {},
                fmt::format("cannot read $WATCHDOG_USEC: {}; going on without a watchdog", std::strerror(-answer))});
}

void ServiceManager::tell(const std::string& states) {
  if (states.empty()) return;
  const int answer = sd_notify(0, states.c_str());  // 0: there is no $NOTIFY_SOCKET
  if (answer < 0 && !unreachable_)
    log_.write({base::LogLevel::warning,
                "service_manager_unreachable",
                {},
                fmt::format("cannot notify the service manager ($NOTIFY_SOCKET): {}; the unit needs "
                            "NotifyAccess=main and AF_UNIX among its RestrictAddressFamilies=",
                            std::strerror(-answer))});
  unreachable_ = answer < 0;
}

}  // namespace presenced::supervise
