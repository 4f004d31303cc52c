// The options and operands of presencectl: one row each. The command line, its help and (through the help) the
// completions follow this table; a test holds the manual page against them. To add an option: a member of Request, a
// row here, and the group of commands that take it (command.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/escape.h"
#include "base/result.h"
#include "commands/command.h"
#include "commands/request.h"

namespace presenced::commands {

// A value that is one of a few words, in the order in which the help lists them.
template <class Value>
using Words = std::vector<std::pair<std::string, Value>>;
const Words<rendering::Format>& format_words();
const Words<rendering::Period>& period_words();
const Words<ColourChoice>& colour_words();

// The value of a word, and of a count. The error says what was expected, and repeats what was written, escaped.
template <class Value>
base::Result<Value, std::string> value_of(const std::string& word, const Words<Value>& words) {
  std::string expected;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].first == word) return words[i].second;
    expected += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i].first;
  }
  return "must be " + expected + ", not '" + base::printable(word) + "'";
}
base::Result<std::int64_t, std::string> count_in(const std::string& text);

// Where the value goes. A flag has no value; a count is a whole number of 0 or more.
using FlagMember = bool Request::*;
using TextMember = std::string Request::*;
using TextsMember = std::vector<std::string> Request::*;
using OptionalTextMember = std::optional<std::string> Request::*;
using CountMember = std::optional<std::int64_t> Request::*;
using FormatMember = rendering::Format Request::*;
using PeriodMember = rendering::Period Request::*;
using ColourMember = ColourChoice Request::*;
using Target = std::variant<FlagMember, TextMember, TextsMember, OptionalTextMember, CountMember, FormatMember,
                            PeriodMember, ColourMember>;

struct OptionRow {
  const char* names;  // "-n,--lines"; of an operand its name: "WHO"
  const char* type;   // of the value, as the help shows it: "TIME"; empty: a flag, or an operand
  const char* about;  // one line of the help
  Target into;
  bool CommandOptions::*group = nullptr;  // the commands that take it; null: every command
  bool required = false;
};

// In the order of the help.
const std::vector<OptionRow>& option_table();

// What the help says of it for this command: defaults differ between commands.
std::string about(const OptionRow& row, const CommandOptions& options);

}  // namespace presenced::commands
