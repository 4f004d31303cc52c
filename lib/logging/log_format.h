// How a log entry reads. Pure: entry and time in, one line out, without its newline.
#pragma once

#include <string>

#include "base/log.h"
#include "base/time.h"

namespace presenced::logging {

enum class LogShape : std::uint8_t {
  plain,    // a terminal or a file: 2026-02-01T08:00:00.000Z warning acme lost: session 3 ended: timeout
  journal,  // under systemd: entries with fields (journal_entry.h). A line, where the journal cannot be reached:
            // <4>acme lost: session 3 ended: timeout   (sd-daemon(3))
  json,     // one object a line: time, level, event, workspace (where there is one), message
};

// Nothing in an entry drives the terminal or breaks a line (base/escape.h).
std::string log_line(const base::LogEntry& entry, base::WallTime now, LogShape shape);

// "acme lost: session 3 ended: timeout": without time and level, escaped likewise.
std::string log_text(const base::LogEntry& entry);
int syslog_level(base::LogLevel level);  // as in syslog(3): 7 is debug, 3 an error

}  // namespace presenced::logging
