#include "logging/journal_entry.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "logging/log_format.h"

namespace presenced::logging {
namespace {

constexpr std::array kEvents{
    JournalEvent{"connected", "84fd6222dc574a949d176cfa01f7e903"},
    JournalEvent{"lost", "e480258ec40e4211992c14828c2e245d"},
    JournalEvent{"connect_failed", "4aacff6633c248b7a2975ce1e1eeb42e"},
    JournalEvent{"credential_refused", "845df98fa57448e69eb9437f271f9b75"},
    JournalEvent{"store_failed", "45c33b6198454d8dad6da5c2998eee36"},
    JournalEvent{"store_recovered", "98849684d58d42eab6c5f01a2efadf19"},
    JournalEvent{"log_grows", "3106b8fea6094ba59ad158591840abac"},
    JournalEvent{"history_refused", "f35c0bbd8eec4621965973686fc41a8a"},
    JournalEvent{"configuration_rejected", "8505ebf46f784eb581a1b452cbabac78"},
    JournalEvent{"clock_behind", "7c676f1657bc458199e6d5d7b0b14c65"},
    JournalEvent{"clock_wrong", "c2a3f7f0d9f54c1c8b0c7f6de58f0b21"},
    JournalEvent{"unclean_stop", "d8c7c5d9be9142bbae8d2559eaba335d"},
    JournalEvent{"purged", "e955900624864142946373c7a344ab7a"},
    JournalEvent{"forgotten", "5f0cc4f3dca248c48428aeeb8a17e2d5"},
    JournalEvent{"forget_undone", "abfbbe12e1a745c483b1e997163ea9d9"},
    JournalEvent{"forgotten_again", "93c2bc788b6742febccc6566a67c53eb"},
};

std::string in_capitals(std::string_view name) {
  std::string text(name);
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

}  // namespace

std::span<const JournalEvent> journal_events() { return kEvents; }

std::vector<std::string> journal_fields(const base::LogEntry& entry) {
  std::vector<std::string> fields{
      "MESSAGE=" + log_text(entry),
      fmt::format("PRIORITY={}", syslog_level(entry.level)),
      "SYSLOG_IDENTIFIER=presenced",
      fmt::format("PRESENCED_EVENT={}", entry.event),
  };
  for (const base::LogField& field : entry.fields)
    fields.push_back(fmt::format("PRESENCED_{}={}", in_capitals(field.name), field.value));
  if (!entry.workspace.empty()) fields.push_back(fmt::format("PRESENCED_WORKSPACE={}", entry.workspace));
  const auto known =
      std::find_if(kEvents.begin(), kEvents.end(), [&](const JournalEvent& one) { return one.event == entry.event; });
  if (known != kEvents.end()) fields.push_back(fmt::format("MESSAGE_ID={}", known->message_id));
  return fields;
}

}  // namespace presenced::logging
