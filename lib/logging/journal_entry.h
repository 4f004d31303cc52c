// What the journal keeps of a log entry: its fields (systemd.journal-fields(7)). Pure.
//
// Each kind of event that an administrator may alert on has a MESSAGE_ID: `journalctl MESSAGE_ID=...`. presenced(8)
// lists them. They never change, because programs look for them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"

namespace presenced::logging {

struct JournalEvent {
  std::string_view event;       // base::LogEntry::event
  std::string_view message_id;  // 32 hexadecimal digits
};

std::span<const JournalEvent> journal_events();

// "NAME=value" each: MESSAGE, PRIORITY, SYSLOG_IDENTIFIER, PRESENCED_EVENT; PRESENCED_WORKSPACE where there is one,
// MESSAGE_ID where the event has one; and the entry's own fields, as PRESENCED_TRANSITIONS.
std::vector<std::string> journal_fields(const base::LogEntry& entry);

}  // namespace presenced::logging
