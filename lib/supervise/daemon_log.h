// The daemon's log: entries from every module to stderr, by spdlog, or to the journal with their fields. May be written
// to from any thread.
#pragma once

#include <atomic>
#include <memory>

#include "base/log.h"
#include "config/settings.h"
#include "supervise/log_format.h"

namespace spdlog {
class logger;
}

namespace presenced::supervise {

class DaemonLog final : public base::LogSink {
 public:
  // `automatic`: what the format `auto` stands for here.
  DaemonLog(const config::Log& settings, LogShape automatic);
  ~DaemonLog();

  void write(const base::LogEntry& entry) override;
  void apply(const config::Log& settings);  // at any time, from any thread

 private:
  LogShape automatic_;
  std::atomic<base::LogLevel> level_;
  std::atomic<LogShape> shape_;
  std::unique_ptr<spdlog::logger> logger_;
};

}  // namespace presenced::supervise
