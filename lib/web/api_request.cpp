#include "web/api_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <variant>

#include "base/ascii.h"
#include "base/escape.h"
#include "commands/option_table.h"

namespace presenced::web {
namespace {

using commands::OptionRow;
using commands::Request;

// A new option is no parameter until it is listed here: it may name a place, or do more than read.
constexpr auto kParameters = std::to_array<std::string_view>({
    "who",        "time",        "tz",   "spreadsheet", "workspace", "members", "since",  "until",
    "idle-grace", "merge-flaps", "by",   "weekday",     "between",   "any",     "min",    "facet",
    "state",      "lines",       "sort", "reverse",     "after",     "grep",    "source", "top",
});

// "-n,--lines" is "lines", and "WHO" is "who".
std::string parameter_of(const OptionRow& row) {
  const std::string_view names = row.names;
  const std::size_t dashes = names.rfind("--");
  return base::ascii_lower(dashes == std::string_view::npos ? names : names.substr(dashes + 2));
}

const OptionRow* row_of(const std::string& parameter, const commands::Command& command) {
  if (std::find(kParameters.begin(), kParameters.end(), parameter) == kParameters.end()) return nullptr;
  for (const OptionRow& row : commands::option_table())
    if ((row.group == nullptr || command.options.*row.group) && parameter_of(row) == parameter) return &row;
  return nullptr;
}

// Puts the value where it goes; what is wrong with it, or empty.
class Reading {
 public:
  Reading(const std::string& text, Request& request) : text_(text), request_(request) {}

  std::string operator()(commands::FlagMember into) {
    const bool on = text_.empty() || text_ == "1" || text_ == "true";
    if (!on && text_ != "0" && text_ != "false") return "must be 1 or 0, not '" + base::printable(text_) + "'";
    request_.*into = on;
    return {};
  }
  std::string operator()(commands::TextMember into) { return request_.*into = text_, std::string(); }
  std::string operator()(commands::TextsMember into) { return (request_.*into).push_back(text_), std::string(); }
  std::string operator()(commands::OptionalTextMember into) { return request_.*into = text_, std::string(); }
  std::string operator()(commands::CountMember into) { return take(commands::count_in(text_), request_.*into); }
  std::string operator()(commands::FormatMember into) {
    return take(commands::value_of(text_, commands::format_words()), request_.*into);
  }
  std::string operator()(commands::PeriodMember into) {
    return take(commands::value_of(text_, commands::period_words()), request_.*into);
  }
  std::string operator()(commands::ColourMember into) {
    return take(commands::value_of(text_, commands::colour_words()), request_.*into);
  }

 private:
  template <class Value, class Into>
  static std::string take(const base::Result<Value, std::string>& value, Into& into) {
    if (!value) return value.error();
    into = value.value();
    return {};
  }

  const std::string& text_;
  Request& request_;
};

// What is wrong with it, or empty.
std::string read_format(const std::string& format, const commands::Command& command, Request& request) {
  if (format == "svg" && command.options.chart) {
    request.format = rendering::Format::table;
    request.to = std::string(command.name) + ".svg";
    return {};
  }
  for (const auto& [word, value] : commands::format_words())
    if (word == format && value != rendering::Format::table) return request.format = value, std::string();
  return fmt::format("must be json, jsonl{}, not '{}'", command.options.chart ? ", csv or svg" : " or csv",
                     base::printable(format));
}

}  // namespace

base::Result<Request, std::string> api_request(const commands::Command& command, const Parameters& parameters,
                                               Request like) {
  Request request = std::move(like);
  request.command = command.name;
  request.format = rendering::Format::json;
  std::set<std::string> seen;
  for (const auto& [name, value] : parameters) {
    if (name != "who" && !seen.insert(name).second) return fmt::format("{}: is given twice", base::printable(name));
    const OptionRow* const row = row_of(name, command);
    if (name != "format" && row == nullptr)
      return fmt::format("unknown parameter '{}' of /api/{}", base::printable(name), command.name);
    const std::string fault =
        row == nullptr ? read_format(value, command, request) : std::visit(Reading(value, request), row->into);
    if (!fault.empty()) return fmt::format("{}: {}", name, fault);
  }
  if (command.options.time && request.time.empty()) return std::string("time: is missing, such as 'yesterday 17:30'");
  if (request.spreadsheet && request.format != rendering::Format::csv)
    return std::string("spreadsheet: needs format=csv");
  if (request.spreadsheet) request.format = rendering::Format::spreadsheet;
  return request;
}

}  // namespace presenced::web
