#include "logging/log_format.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <string_view>

#include "base/escape.h"
#include "base/json_object.h"

namespace presenced::logging {

namespace {

std::string_view word_of(base::LogLevel level) {
  constexpr std::string_view kWords[] = {"trace", "debug", "info", "warning", "error"};
  return kWords[static_cast<std::size_t>(level)];
}

std::string timestamp(base::WallTime now) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(static_cast<std::time_t>(seconds.count())),
                     (now.time_since_epoch() - seconds).count());
}

}  // namespace

int syslog_level(base::LogLevel level) {
  constexpr int kLevels[] = {7, 7, 6, 4, 3};
  return kLevels[static_cast<std::size_t>(level)];
}

std::string log_text(const base::LogEntry& entry) {
  const std::string workspace = entry.workspace.empty() ? "" : base::printable(entry.workspace) + " ";
  return fmt::format("{}{}: {}", workspace, base::printable(entry.event), base::printable(entry.message));
}

std::string log_line(const base::LogEntry& entry, base::WallTime now, LogShape shape) {
  if (shape == LogShape::json) {
    base::JsonObject line;
    line.text("time", timestamp(now)).text("level", word_of(entry.level)).text("event", entry.event);
    if (!entry.workspace.empty()) line.text("workspace", entry.workspace);
    for (const base::LogField& field : entry.fields) line.text(field.name, field.value);
    return line.text("message", entry.message).done();
  }
  const std::string head = shape == LogShape::journal ? fmt::format("<{}>", syslog_level(entry.level))
                                                      : fmt::format("{} {} ", timestamp(now), word_of(entry.level));
  return head + log_text(entry);
}

}  // namespace presenced::logging
