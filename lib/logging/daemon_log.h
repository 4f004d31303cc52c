// The daemon's log: entries from every module to standard error, or to the journal with their fields. May be written to
// from any thread, and never makes it wait (log_writer.h).
#pragma once

#include <atomic>
#include <memory>

#include "base/log.h"
#include "config/settings.h"
#include "logging/log_format.h"
#include "logging/log_writer.h"

namespace presenced::logging {

class DaemonLog final : public base::LogSink {
 public:
  // `automatic`: what the format `auto` stands for here.
  DaemonLog(const config::Log& settings, LogShape automatic);

  void write(const base::LogEntry& entry) override;
  void apply(const config::Log& settings);  // at any time, from any thread

 private:
  LogShape automatic_;
  std::atomic<base::LogLevel> level_;
  std::shared_ptr<std::atomic<LogShape>> shape_;  // shared with the writer's thread
  LogWriter writer_;
};

}  // namespace presenced::logging
