#include "web/api_request.h"

#include <doctest/doctest.h>

#include "commands/option_table.h"
#include "unit/commands/fixture.h"

namespace presenced::web {
namespace {

using commands::Request;

base::Result<Request, std::string> asked(std::string_view command, const Parameters& parameters) {
  Request like;
  like.db = "/srv/history.db";
  like.tz = "Europe/Oslo";
  return api_request(commands::test::command(command), parameters, like);
}

std::string refusal_of(std::string_view command, const Parameters& parameters) {
  const auto request = asked(command, parameters);
  return request ? "" : request.error();
}

}  // namespace

TEST_CASE("parameters are the long options of the command, and its operands") {
  const auto summary = asked("summary", {{"who", "dana"},
                                         {"who", "@on-call"},
                                         {"since", "monday"},
                                         {"by", "week"},
                                         {"idle-grace", "5m"},
                                         {"top", "3"},
                                         {"tz", "UTC"}});
  REQUIRE_MESSAGE(summary.ok(), summary.error());
  const Request& request = summary.value();
  CHECK(request.command == "summary");
  CHECK(request.db == "/srv/history.db");
  CHECK(request.format == rendering::Format::json);
  CHECK(request.who == std::vector<std::string>{"dana", "@on-call"});
  CHECK(request.since == "monday");
  CHECK(request.by == rendering::Period::week);
  CHECK(request.idle_grace == "5m");
  CHECK(request.top == 3);
  CHECK(request.tz == "UTC");
  CHECK(asked("now", {}).value().tz == "Europe/Oslo");
  CHECK(asked("at", {{"time", "12:00"}}).value().time == "12:00");
  CHECK(asked("log", {{"lines", "5"}, {"reverse", "1"}, {"after", "7"}}).value().newest == 5);
  CHECK(asked("overlap", {{"who", "a"}, {"any", ""}}).value().any);
  CHECK_FALSE(asked("overlap", {{"who", "a"}, {"any", "0"}}).value().any);
}

TEST_CASE("an option that names a place, changes something or never ends is not a parameter") {
  for (const char* name :
       {"db",   "config", "output", "color",       "no-pager",     "strict",  "follow", "watch", "to", "socket",
        "file", "exec",   "post",   "cursor-file", "post-headers", "command", "o",      "f",     "n",  "--since",
        "WHO",  "Since",  ""})
    for (const char* command : {"now", "log", "timeline"}) {
      CAPTURE(name);
      CHECK(refusal_of(command, {{name, "x"}}).starts_with("unknown parameter '"));
    }
  CHECK(refusal_of("now", {{"since", "today"}}) == "unknown parameter 'since' of /api/now");
}

// A new option of these commands is decided about here: it is no parameter unless it is listed in api_request.cpp.
TEST_CASE("each option of a command that the page asks is a parameter, or known not to be one") {
  const std::vector<std::string> known{"--db",          "--config",       "-o,--output",    "--color", "--no-pager",
                                       "--strict",      "-w,--watch",     "-f,--follow",    "--exec",  "--post",
                                       "--cursor-file", "--hook-timeout", "--post-headers", "--to"};
  for (const char* name :
       {"now", "at", "summary", "timeline", "heatmap", "overlap", "log", "intervals", "coverage", "people"}) {
    const commands::Command& command = commands::test::command(name);
    for (const commands::OptionRow& row : commands::option_table()) {
      if (row.group != nullptr && !(command.options.*row.group)) continue;
      const std::string names = row.names;
      const bool operand = names.front() != '-';
      std::string parameter = operand ? names : names.substr(names.rfind("--") + 2);
      if (operand)
        for (char& c : parameter) c = static_cast<char>(c - 'A' + 'a');
      const bool unknown = refusal_of(name, {{parameter, "1"}}).starts_with("unknown parameter");
      CAPTURE(names);
      CHECK(unknown == (std::find(known.begin(), known.end(), names) != known.end()));
    }
  }
}

TEST_CASE("values are checked as on the command line, and the parameter is named") {
  CHECK(refusal_of("summary", {{"by", "moth"}}) ==
        "by: must be hour, day, weekday, week, month, year or all, not 'moth'");
  CHECK(refusal_of("log", {{"lines", "-1"}}) == "lines: must be a whole number of 0 or more, not '-1'");
  CHECK(refusal_of("log", {{"reverse", "yes"}}) == "reverse: must be 1 or 0, not 'yes'");
  CHECK(refusal_of("log", {{"since", "a"}, {"since", "b"}}) == "since: is given twice");
  CHECK(refusal_of("at", {}) == "time: is missing, such as 'yesterday 17:30'");
}

TEST_CASE("formats are those for programs, and a picture where the command draws one") {
  CHECK(asked("summary", {{"format", "csv"}}).value().format == rendering::Format::csv);
  CHECK(asked("summary", {{"format", "jsonl"}}).value().format == rendering::Format::jsonl);
  CHECK(asked("summary", {{"format", "csv"}, {"spreadsheet", "1"}}).value().format == rendering::Format::spreadsheet);
  CHECK(asked("heatmap", {{"format", "svg"}}).value().to == "heatmap.svg");
  CHECK(refusal_of("now", {{"format", "svg"}}) == "format: must be json, jsonl or csv, not 'svg'");
  CHECK(refusal_of("heatmap", {{"format", "table"}}) == "format: must be json, jsonl, csv or svg, not 'table'");
  CHECK(refusal_of("summary", {{"spreadsheet", "1"}}) == "spreadsheet: needs format=csv");
}

}  // namespace presenced::web
