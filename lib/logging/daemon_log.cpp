#include "logging/daemon_log.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/uio.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <utility>

#include "logging/journal_entry.h"
#include "runtime/clock.h"

namespace presenced::logging {
namespace {

bool send_to_journal(std::vector<std::string> fields) {
  std::vector<iovec> parts(fields.size());
  std::transform(fields.begin(), fields.end(), parts.begin(), [](std::string& field) {
    return iovec{field.data(), field.size()};
  });
  // Where journald is out of reach (a RootDirectory= without its socket), sd_journal_sendv(3) says that all is well.
  if (::access("/run/systemd/journal/socket", W_OK) != 0) return false;
  return sd_journal_sendv(parts.data(), static_cast<int>(parts.size())) >= 0;
}

bool write_to_stderr(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(STDERR_FILENO, text.data(), text.size());
    if (count >= 0) {
      text.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN) {  // somebody who shares the pipe has made it non-blocking
      pollfd ready{STDERR_FILENO, POLLOUT, 0};
      ::poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

bool write_line(const LogLine& line) {
  if (!line.fields.empty() && send_to_journal(line.fields)) return true;
  return write_to_stderr(line.text + '\n');
}

LogLine line_of(const base::LogEntry& entry, LogShape shape) {
  LogLine line{log_line(entry, runtime::now().wall, shape)};
  if (shape == LogShape::journal) line.fields = journal_fields(entry);
  return line;
}

base::LogEntry notice_of(std::uint64_t dropped) {
  return {base::LogLevel::warning,
          "log_dropped",
          {},
          fmt::format("{} log {} dropped here because the log was not read fast enough", dropped,
                      dropped == 1 ? "line was" : "lines were")};
}

LogShape shape_of(const config::Log& settings, LogShape automatic) {
  return settings.format == config::LogFormat::json ? LogShape::json : automatic;
}

}  // namespace

DaemonLog::DaemonLog(const config::Log& settings, LogShape automatic)
    : automatic_(automatic),
      level_(settings.level),
      shape_(std::make_shared<std::atomic<LogShape>>(shape_of(settings, automatic))),
      writer_(write_line, [shape = shape_](std::uint64_t dropped) { return line_of(notice_of(dropped), *shape); }) {}

void DaemonLog::apply(const config::Log& settings) {
  level_ = settings.level;
  *shape_ = shape_of(settings, automatic_);
}

void DaemonLog::write(const base::LogEntry& entry) {
  if (entry.level >= level_.load()) writer_.write(line_of(entry, *shape_));
}

}  // namespace presenced::logging
