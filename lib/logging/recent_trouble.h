// Keeps the last warnings and errors of this run for the status and for `presencectl doctor`, and passes every entry
// on. May be written to from any thread.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <vector>

#include "base/log.h"
#include "control/answers.h"

namespace presenced::logging {

class RecentTrouble final : public base::LogSink {
 public:
  static constexpr std::size_t kMost = 20;

  explicit RecentTrouble(base::LogSink& log) : log_(log) {}  // which outlives it

  void write(const base::LogEntry& entry) override;
  std::vector<control::LogLine> lines() const;  // the oldest first

 private:
  base::LogSink& log_;
  mutable std::mutex mutex_;
  std::deque<control::LogLine> lines_;
};

}  // namespace presenced::logging
