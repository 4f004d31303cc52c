// Every command's answer in every format, whole, as files in tests/data/golden, over one small history; and in its
// folder two_workspaces, over a history with a second workspace that has the same people. What users and their scripts
// see cannot change without somebody seeing the difference. PRESENCED_RENEW_GOLDENS=1 writes them again; then read the
// difference as a user would.
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>
#include <sstream>

#include "presencectl/small_history.h"

namespace presenced::commands::test {
namespace {

const std::filesystem::path kGoldens = PRESENCED_GOLDENS;

struct Question {
  std::string file;     // without its extension
  std::string command;  // in the table
  std::vector<std::string> who = {};
  std::function<void(Request&)> more;
  std::optional<rendering::Style> picture = {};  // only a table, and one that looks like this
};

void four_days(Request& request) { request.since = kSince; }

void friday(Request& request) {
  request.since = "2026-10-23";
  request.until = "2026-10-24";
}

// What they say depends on the machine, a daemon or a file's name: tests/unit/commands and program_test.cpp have them.
const std::set<std::string> kWithoutGoldens{"status", "reload", "reconnect", "purge", "forget", "backup",
                                            "verify", "doctor", "repair",    "serve", "token",  "replicate"};

const std::vector<Question>& questions() {
  static const std::vector<Question> all{
      {"now", "now", {}, [](Request&) {}},
      {"at", "at", {"@on-call", "kim"}, [](Request& request) { request.time = "2026-10-23 13:10"; }},
      {"summary", "summary", {}, four_days},
      {"summary-smoothed",
       "summary",
       {"@on-call"},
       [](Request& request) {
         four_days(request);
         request.idle_grace = "10m";
         request.merge_flaps = "5m";
       }},
      {"summary-by-week",
       "summary",
       {"@on-call"},
       [](Request& request) {
         four_days(request);
         request.by = rendering::Period::week;
       }},
      {"summary-by-all",
       "summary",
       {"@on-call"},
       [](Request& request) {
         four_days(request);
         request.by = rendering::Period::all;
       }},
      {"timeline", "timeline", {"@on-call", "kim", "U0EVIL004"}, four_days},
      {"timeline-40-columns", "timeline", {"@on-call"}, four_days, rendering::Style{.width = 40, .terminal = true}},
      {"timeline-colour", "timeline", {}, four_days, rendering::Style{80, true}},
      {"summary-40-columns", "summary", {"U0ASTRO03"}, four_days, rendering::Style{.width = 40, .terminal = true}},
      {"heatmap-colour", "heatmap", {"dana"}, four_days, rendering::Style{80, true}},
      {"heatmap-20-columns", "heatmap", {}, four_days, rendering::Style{.width = 20, .terminal = true}},
      {"heatmap", "heatmap", {}, four_days},
      {"overlap", "overlap", {"dana", "@leads"}, four_days},
      {"log", "log", {"dana", "U0EVIL004"}, friday},
      {"log-newest",
       "log",
       {},
       [](Request& request) {
         request.newest = 5;
         request.reverse = true;
       }},
      {"intervals", "intervals", {"dana", "kim"}, friday},
      {"intervals-status",
       "intervals",
       {"U0EVIL004", "U0NOAM005"},
       [](Request& request) {
         four_days(request);
         request.facet = "status";
       }},
      {"coverage", "coverage", {"@on-call", "kim"}, four_days},
      {"export", "export", {"@leads"}, friday},
      {"people", "people", {}, [](Request&) {}},
      {"wait",
       "wait",
       {"U0DANA001", "@on-call"},
       [](Request& request) {
         request.state = "active";
         request.lasting = "5m";
       }},
      {"wait-all",
       "wait",
       {"U0NOAM005"},
       [](Request& request) {
         request.state = "away";
         request.all = true;
       }},
  };
  return all;
}

std::string content(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

struct Form {
  rendering::Format format;
  const char* extension;
};
constexpr Form kForms[] = {{rendering::Format::table, "txt"},
                           {rendering::Format::json, "json"},
                           {rendering::Format::jsonl, "jsonl"},
                           {rendering::Format::csv, "csv"}};

struct Golden {
  const char* folder;
  void (*write)(WrittenHistory& history);
  bool every_format;  // else the two that the others are made like
};
constexpr Golden kHistories[] = {{"", write_small_history, true}, {"two_workspaces", write_two_workspaces, false}};

std::vector<Form> forms_of(const Question& question, const Golden& golden) {
  if (question.picture) return {kForms[0]};
  if (!golden.every_format) return {kForms[0], kForms[2]};
  return {std::begin(kForms), std::end(kForms)};
}

std::filesystem::path file_of(const Golden& golden, const Question& question, const Form& form) {
  return kGoldens / golden.folder / (question.file + "." + form.extension);
}

// The difference is told by its first line.
void compare(const std::filesystem::path& file, const std::string& now) {
  std::istringstream want(content(file)), have(now);
  std::string wanted, got;
  for (int line = 1;; ++line) {
    const bool more_wanted = static_cast<bool>(std::getline(want, wanted));
    const bool more = static_cast<bool>(std::getline(have, got));
    CAPTURE(file.string());
    CAPTURE(line);
    REQUIRE(more == more_wanted);
    if (!more) return;
    REQUIRE(got == wanted);
  }
}

TEST_CASE("every command answers as its goldens say, in every format, also of one workspace among two") {
  const bool renew = std::getenv("PRESENCED_RENEW_GOLDENS") != nullptr;
  for (const Golden& golden : kHistories) {
    WrittenHistory history;
    golden.write(history);
    for (const Question& question : questions())
      for (const Form& form : forms_of(question, golden)) {
        Request request = history.request(question.command, question.who);
        question.more(request);
        request.format = form.format;
        history.style = question.picture.value_or(rendering::Style{});
        const Answer answer = history.ask(request);
        CAPTURE(question.file);
        REQUIRE(answer.status == ExitStatus::answered);
        CHECK(answer.said.empty());
        const std::filesystem::path file = file_of(golden, question, form);
        if (renew)
          std::ofstream(file, std::ios::binary) << answer.text;
        else
          compare(file, answer.text);
      }
  }
  CHECK_FALSE_MESSAGE(renew, "the goldens are written again: see git diff tests/data/golden");
}

TEST_CASE("every command has a golden, and every golden a question") {
  std::set<std::string> asked;
  std::set<std::filesystem::path> files;
  for (const Question& question : questions()) {
    asked.insert(question.command);
    for (const Golden& golden : kHistories)
      for (const Form& form : forms_of(question, golden)) files.insert(file_of(golden, question, form));
  }
  for (const Command& command : command_table()) {
    const std::string name = command.name;
    CHECK_MESSAGE(asked.contains(name) != kWithoutGoldens.contains(name), name);
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kGoldens))
    CHECK_MESSAGE((entry.is_directory() || files.contains(entry.path())), entry.path().string());
}

}  // namespace
}  // namespace presenced::commands::test
