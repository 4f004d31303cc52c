// A log that tests read back.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"

namespace presenced::support {

struct LogLine {
  base::LogLevel level;
  std::string event;
  std::string workspace;
  std::string message;
};

class CapturedLog final : public base::LogSink {
 public:
  void write(const base::LogEntry& entry) override {
    lines_.push_back({entry.level, std::string(entry.event), std::string(entry.workspace), entry.message});
  }

  const std::vector<LogLine>& lines() const { return lines_; }
  std::size_t count(std::string_view event) const {
    return static_cast<std::size_t>(
        std::count_if(lines_.begin(), lines_.end(), [&](const LogLine& line) { return line.event == event; }));
  }
  // The newest line of this event; an empty one when there is none.
  LogLine last(std::string_view event) const {
    const auto found = std::find_if(lines_.rbegin(), lines_.rend(), [&](const LogLine& l) { return l.event == event; });
    return found == lines_.rend() ? LogLine{base::LogLevel::trace, {}, {}, {}} : *found;
  }
  // Whether any line holds this text: what must never be there is looked for with it.
  bool holds(std::string_view text) const {
    return std::any_of(lines_.begin(), lines_.end(), [&](const LogLine& line) {
      return line.message.find(text) != std::string::npos || line.event.find(text) != std::string::npos;
    });
  }

 private:
  std::vector<LogLine> lines_;
};

}  // namespace presenced::support
