// The commands of presencectl: one file per family, each command one entry of the table in command_table.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace presenced::presencectl {

enum class ExitStatus : std::uint8_t {
  answered = 0,
  failed = 1,
  usage = 2,
  unknown = 3,  // --strict, and the answer contains unknown
  nobody = 4,   // no such person
};

// What the command line said.
struct Options {
  std::string db;
  std::string format = "table";
  std::optional<std::string> tz;
  bool strict = false;
  std::string time;  // of `at`
  std::vector<std::string> who;
};

struct Command {
  const char* name;
  const char* about;  // for --help
  bool takes_time;    // TIME before the people
  ExitStatus (*run)(const Options&);
};

const std::vector<Command>& command_table();

ExitStatus run_now(const Options& options);
ExitStatus run_at(const Options& options);

}  // namespace presenced::presencectl
