// What the service manager is told, and when: the states of sd_notify(3). Pure: each call answers with the text to
// send now, empty when there is nothing to say.
//
// READY means that the configuration is valid and the history open, not that Slack answers: an outage there must not
// fail a boot. STATUS describes the connections.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace presenced::service {

class ServiceNotices {
 public:
  // What the manager grants at a time while starting or stopping takes long; it is asked again every second.
  static constexpr base::Millis kExtension{30'000};
  static constexpr base::Millis kStatusEvery{5'000};  // a new text, at most so often

  // `watchdog`: the longest time between two signs of life (WatchdogSec=); empty: there is no watchdog.
  explicit ServiceNotices(std::optional<base::Millis> watchdog) : watchdog_(watchdog) {}

  // `doing` takes long before all is ready ("checking the history"). Many times a second.
  std::string starting(base::MonoTime now, std::string_view doing);
  // Waits for something before all is ready ("no room"), for no longer than the manager lets a start take.
  std::string waiting(base::MonoTime now, std::string_view for_what) { return say_status(now, for_what); }
  std::string ready(base::MonoTime now, const std::string& status);  // also after a reload, whatever came of it
  std::string reloading(base::MonoTime now) const;
  std::string stopping(base::MonoTime now);
  std::string closing(base::MonoTime now);  // the coverage is closed; what is left is the history's last commits

  // To be called every `turn_interval()`, from the loop that is to be watched. `status` is asked for when it is due.
  std::string turn(base::MonoTime now, base::Millis writer_stuck_for, const std::function<std::string()>& status);
  base::Millis turn_interval() const;

 private:
  bool alive(base::Millis writer_stuck_for) const;
  std::string say_status(base::MonoTime now, std::string_view status);

  std::optional<base::Millis> watchdog_;
  std::optional<base::MonoTime> extended_at_;
  std::optional<base::MonoTime> pinged_at_;
  base::MonoTime status_at_{};
  std::string status_;  // as it was sent last
  bool stopping_ = false;
};

}  // namespace presenced::service
