// The daemon's log: entries from every module to stderr, by spdlog. May be written to from any thread.
#pragma once

#include <atomic>
#include <memory>

#include "base/log.h"
#include "supervise/log_format.h"

namespace spdlog {
class logger;
}

namespace presenced::supervise {

class DaemonLog final : public base::LogSink {
 public:
  DaemonLog(base::LogLevel level, LogShape shape);
  ~DaemonLog();

  void write(const base::LogEntry& entry) override;
  void set_level(base::LogLevel level) { level_ = level; }  // at any time, from any thread

 private:
  std::atomic<base::LogLevel> level_;
  LogShape shape_;
  std::unique_ptr<spdlog::logger> logger_;
};

}  // namespace presenced::supervise
