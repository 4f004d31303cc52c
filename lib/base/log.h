// What the pure modules log through, so that they do not depend on a logging library. The daemon writes the entries
// with spdlog (logging/daemon_log.h), tests read them back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace presenced::base {

enum class LogLevel : std::uint8_t { trace, debug, info, warning, error };

// What a program may want to read of an entry by itself: a field of the journal and of a line in JSON.
struct LogField {
  std::string_view name;  // lower-case letters and '_': "transitions"
  std::string value;
};

// One line of the log. It must never hold a secret: no token, no cookie, no socket url.
struct LogEntry {
  LogLevel level = LogLevel::info;
  std::string_view event;      // a short stable word an administrator can alert on: "connected", "credential_refused"
  std::string_view workspace;  // empty when it is about the whole daemon
  std::string message;         // for people: what happened, where, and what to do
  std::vector<LogField> fields = {};
};

class LogSink {
 public:
  virtual void write(const LogEntry& entry) = 0;

 protected:
  ~LogSink() = default;
};

}  // namespace presenced::base
