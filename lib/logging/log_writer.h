// Writes log lines on the thread of spdlog's asynchronous logger, so that logging never waits for a reader: standard
// error may be a pipe that nobody reads, and the journal's socket may be full.
//
// spdlog's queue is bounded. Lines that do not fit are dropped and counted until half of the queue is free again; the
// count is written where the lines are missing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/time.h"

namespace spdlog {
class async_logger;
namespace details {
class thread_pool;
}
}  // namespace spdlog

namespace presenced::logging {

struct LogLine {
  std::string text;                   // without its newline
  std::vector<std::string> fields{};  // for the journal; empty: only the text is written
};

class LogWriter {
 public:
  // Lines: more than a large workspace logs while it connects. spdlog allocates the queue beforehand, some 400 bytes a
  // line (0.4 MiB), and what a line has beyond its first 250 bytes when it comes.
  static constexpr std::size_t kMostQueued = 1'024;
  // How long what is still queued may delay the end of the process.
  static constexpr base::Millis kFlush{1'000};

  // The logger's thread calls both, also after the destructor has given up waiting. They own what they use.
  using Output = std::function<bool(const LogLine& line)>;       // may block; false: the line is lost
  using Notice = std::function<LogLine(std::uint64_t dropped)>;  // the line that stands for those that were dropped

  LogWriter(Output output, Notice notice, std::size_t most_queued = kMostQueued, base::Millis flush = kFlush);
  // Waits until everything is written, but not longer than `flush`.
  ~LogWriter();
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  void write(const LogLine& line);  // from any thread; never waits

 private:
  struct State;
  class Sink;

  std::shared_ptr<State> state_;  // shared with the sink, which may outlive this object
  std::shared_ptr<spdlog::async_logger> logger_;
  std::shared_ptr<spdlog::details::thread_pool> pool_;  // ends first, with its thread
};

}  // namespace presenced::logging
