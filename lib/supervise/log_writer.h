// Writes log lines on a thread of its own, so that logging never waits for a reader: standard error may be a pipe that
// nobody reads, and the journal's socket may be full.
//
// The queue is bounded. Lines that do not fit are dropped and counted, until half of the queue is free again; the count
// is written where the lines are missing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/time.h"

namespace presenced::supervise {

struct LogLine {
  std::string text;                   // without its newline
  std::vector<std::string> fields{};  // for the journal; empty: only the text is written
};

class LogWriter {
 public:
  // Bytes of the lines in the queue: some 5,000 lines, more than a large workspace logs while it connects.
  static constexpr std::size_t kMostQueued = 1024 * 1024;
  // How long the end of the process may be held up by what is still queued.
  static constexpr base::Millis kFlush{1'000};

  // Both are called on the writer's thread, also after the destructor has given up waiting. They own what they use.
  using Output = std::function<bool(const LogLine& line)>;       // may block; false: the line is lost
  using Notice = std::function<LogLine(std::uint64_t dropped)>;  // the line that stands for those that were dropped

  LogWriter(Output output, Notice notice, std::size_t most_queued = kMostQueued, base::Millis flush = kFlush);
  // Waits until all is written, but not longer than `flush`.
  ~LogWriter();
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  void write(LogLine line);  // from any thread; never waits

 private:
  struct State;
  static void run(State& state);

  std::shared_ptr<State> state_;  // shared with the thread, which may outlive this object
  base::Millis flush_;
  std::thread thread_;
};

}  // namespace presenced::supervise
