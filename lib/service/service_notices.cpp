#include "service/service_notices.h"

#include <fmt/format.h>

#include <algorithm>

#include "service/writer_watch.h"

namespace presenced::service {
namespace {

// Each turn wakes an idle process. What it looks for (a writer or a file that hangs) takes tens of seconds; but the
// status line is as late as a turn beyond kStatusEvery.
constexpr base::Millis kTurn{2'000};
constexpr base::Millis kExtendEvery{1'000};

std::int64_t microseconds(base::Millis span) { return std::chrono::microseconds(span).count(); }

// One assignment a line: a status is one line.
std::string in_one_line(std::string_view text) {
  std::string line(text);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return line;
}

}  // namespace

std::string ServiceNotices::say_status(base::MonoTime now, std::string_view status) {
  std::string line = in_one_line(status);
  if (line == status_) return "";
  status_ = std::move(line);
  status_at_ = now;
  return "STATUS=" + status_ + "\n";
}

std::string ServiceNotices::starting(base::MonoTime now, std::string_view doing) {
  std::string said = say_status(now, doing);
  if (extended_at_ && now - *extended_at_ < kExtendEvery) return said;
  extended_at_ = now;
  return said + fmt::format("EXTEND_TIMEOUT_USEC={}\n", microseconds(kExtension));
}

std::string ServiceNotices::ready(base::MonoTime now, const std::string& status) {
  return "READY=1\n" + say_status(now, status);
}

std::string ServiceNotices::reloading(base::MonoTime now) const {
  return fmt::format("RELOADING=1\nMONOTONIC_USEC={}\n", microseconds(now.time_since_epoch()));
}

std::string ServiceNotices::stopping(base::MonoTime now) {
  stopping_ = true;
  return "STOPPING=1\n" + say_status(now, "stopping: closing the coverage");
}

std::string ServiceNotices::closing(base::MonoTime now) {
  stopping_ = true;
  return fmt::format("EXTEND_TIMEOUT_USEC={}\n", microseconds(kExtension)) +
         say_status(now, "stopping: closing the history");
}

std::string ServiceNotices::turn(base::MonoTime now, base::Millis writer_stuck_for,
                                 const std::function<std::string()>& status) {
  std::string said;
  if (!stopping_ && now - status_at_ >= kStatusEvery) said = say_status(now, status());
  if (!watchdog_ || !alive(writer_stuck_for)) return said;
  if (pinged_at_ && now - *pinged_at_ < *watchdog_ / 4) return said;
  pinged_at_ = now;
  return said + "WATCHDOG=1\n";
}

bool ServiceNotices::alive(base::Millis writer_stuck_for) const { return writer_stuck_for <= WriterWatch::kPatience; }

base::Millis ServiceNotices::turn_interval() const { return watchdog_ ? std::min(kTurn, *watchdog_ / 4) : kTurn; }

}  // namespace presenced::service
