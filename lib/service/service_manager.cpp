#include "service/service_manager.h"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "runtime/clock.h"

namespace presenced::service {

namespace {

std::optional<base::Millis> wanted_watchdog(base::LogSink& log) {
  std::uint64_t microseconds = 0;
  const int answer = sd_watchdog_enabled(0, &microseconds);
  if (answer < 0)
    log.write({base::LogLevel::warning,
               "watchdog_unknown",
               {},
               fmt::format("cannot read $WATCHDOG_USEC: {}; going on without a watchdog", std::strerror(-answer))});
  if (answer <= 0) return std::nullopt;
  return std::chrono::duration_cast<base::Millis>(std::chrono::microseconds(microseconds));
}

base::MonoTime now() { return runtime::now().mono; }

}  // namespace

ServiceManager::ServiceManager(base::LogSink& log)
    : log_(log),
      watchdog_(wanted_watchdog(log)),
      notices_(watchdog_),
      present_(std::getenv("NOTIFY_SOCKET") != nullptr) {}

void ServiceManager::starting(std::string_view doing) { tell(notices_.starting(now(), doing)); }
void ServiceManager::waiting(std::string_view for_what) { tell(notices_.waiting(now(), for_what)); }
void ServiceManager::ready(const std::string& status) { tell(notices_.ready(now(), status)); }
void ServiceManager::reloading() { tell(notices_.reloading(now())); }
void ServiceManager::stopping() { tell(notices_.stopping(now())); }
void ServiceManager::closing() { tell(notices_.closing(now())); }
void ServiceManager::turn(base::Millis writer_stuck_for, const std::function<std::string()>& status) {
  tell(notices_.turn(now(), writer_stuck_for, status));
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

}  // namespace presenced::service
