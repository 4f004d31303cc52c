#include "logging/log_format.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <string_view>

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

std::string escaped(std::string_view text, bool json) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (json && (c == '"' || c == '\\'))
      out += {'\\', c};
    else if (byte < 0x20 || byte == 0x7f)
      out += json ? fmt::format("\\u{:04x}", byte) : fmt::format("\\x{:02x}", byte);
    else
      out += c;
  }
  return out;
}

}  // namespace

int syslog_level(base::LogLevel level) {
  constexpr int kLevels[] = {7, 7, 6, 4, 3};
  return kLevels[static_cast<std::size_t>(level)];
}

std::string log_text(const base::LogEntry& entry) {
  const std::string workspace = entry.workspace.empty() ? "" : escaped(entry.workspace, false) + " ";
  return fmt::format("{}{}: {}", workspace, escaped(entry.event, false), escaped(entry.message, false));
}

std::string log_line(const base::LogEntry& entry, base::WallTime now, LogShape shape) {
  if (shape == LogShape::json) {
    const std::string workspace =
        entry.workspace.empty() ? "" : fmt::format(R"("workspace":"{}",)", escaped(entry.workspace, true));
    std::string fields;
    for (const base::LogField& field : entry.fields)
      fields += fmt::format(R"("{}":"{}",)", field.name, escaped(field.value, true));
    return fmt::format(R"({{"time":"{}","level":"{}","event":"{}",{}{}"message":"{}"}})", timestamp(now),
                       word_of(entry.level), escaped(entry.event, true), workspace, fields,
                       escaped(entry.message, true));
  }
  const std::string head = shape == LogShape::journal ? fmt::format("<{}>", syslog_level(entry.level))
                                                      : fmt::format("{} {} ", timestamp(now), word_of(entry.level));
  return head + log_text(entry);
}

}  // namespace presenced::logging
