// What presencectl was asked, as the command line said it: texts as they were typed. What they mean (who, when, which
// zone) is found out by the command that needs it, so that every mistake is told by the one place that understands it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rendering/sheet.h"
#include "rendering/sheets.h"

namespace presenced::commands {

// Public numbers: scripts rely on them.
enum class ExitStatus : std::uint8_t {
  answered = 0,
  failed = 1,
  usage = 2,
  unknown = 3,  // --strict, and the answer contains unknown
  nobody = 4,   // no such person
};

struct Request {
  std::string command;  // "summary"
  std::string db;       // the history's file
  rendering::Format format = rendering::Format::table;
  std::optional<std::string> tz;
  bool strict = false;
  std::vector<std::string> who;             // empty: everybody
  std::string time;                         // TIME of `at`
  std::optional<std::string> since, until;  // of the window
  std::optional<std::string> idle_grace, merge_flaps;
  std::string socket;    // --socket; empty: the usual one
  std::string config;    // of `doctor` and `forget`
  std::string file;      // of `backup`
  bool yes = false;      // of `purge`, `forget` and `repair`: not asked again
  bool dry_run = false;  // of `repair`: only shown
  bool force = false;    // of `purge` and `forget`: also an id that nothing is known of
  bool list = false;     // of `forget`: who was
  bool undo = false;     // of `forget`: they may be recorded again
  rendering::Period by = rendering::Period::day;
  std::optional<std::string> facet;    // presence or status
  std::optional<std::int64_t> newest;  // log -n: so many, the newest
  std::optional<std::int64_t> after;   // log --after: a seq
  bool reverse = false;                // log -r
  bool follow = false;                 // log -f
  std::optional<std::string> to;       // export --to: a file to make
};

// Why there is no answer: sentences for the user, each a line, that say what to do. Thrown by whatever finds it out and
// caught in one place, `answer` (command.h).
struct Refused {
  ExitStatus status = ExitStatus::failed;
  std::vector<std::string> lines;

  Refused(ExitStatus why, std::string line) : status(why), lines{std::move(line)} {}
  Refused(ExitStatus why, std::vector<std::string> all) : status(why), lines(std::move(all)) {}
};

}  // namespace presenced::commands
