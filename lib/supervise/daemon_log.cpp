#include "supervise/daemon_log.h"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <sys/uio.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

#include <algorithm>

#include "runtime/clock.h"
#include "supervise/journal_entry.h"

namespace presenced::supervise {
namespace {

bool send_to_journal(const base::LogEntry& entry) {
  std::vector<std::string> fields = journal_fields(entry);
  std::vector<iovec> parts(fields.size());
  std::transform(fields.begin(), fields.end(), parts.begin(), [](std::string& field) {
    return iovec{field.data(), field.size()};
  });
  // Where journald is out of reach (a RootDirectory= without its socket), sd_journal_sendv(3) says that all is well.
  if (::access("/run/systemd/journal/socket", W_OK) != 0) return false;
  return sd_journal_sendv(parts.data(), static_cast<int>(parts.size())) >= 0;
}

}  // namespace

DaemonLog::DaemonLog(const config::Log& settings, LogShape automatic)
    : automatic_(automatic),
      logger_(std::make_unique<spdlog::logger>("presenced", std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
  logger_->set_formatter(std::make_unique<spdlog::pattern_formatter>("%v", spdlog::pattern_time_type::utc));
  logger_->set_level(spdlog::level::trace);  // what is written is decided in `write`
  logger_->flush_on(spdlog::level::trace);
  apply(settings);
}

DaemonLog::~DaemonLog() = default;

void DaemonLog::apply(const config::Log& settings) {
  level_ = settings.level;
  shape_ = settings.format == config::LogFormat::json ? LogShape::json : automatic_;
}

void DaemonLog::write(const base::LogEntry& entry) {
  if (entry.level < level_.load()) return;
  const LogShape shape = shape_.load();
  if (shape == LogShape::journal && send_to_journal(entry)) return;
  logger_->log(spdlog::level::info, spdlog::string_view_t(log_line(entry, runtime::now().wall, shape)));
}

}  // namespace presenced::supervise
