// The command line of presencectl: from words to a request, by the tables of commands and options.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commands/command.h"
#include "commands/request.h"

namespace presenced::presencectl {

// Exactly one of these is there.
struct CommandLine {
  const commands::Command* command = nullptr;  // what to run, for `request`
  commands::Request request;
  std::optional<std::string> answer;        // help or version, for standard output
  std::vector<std::string> usage_problems;  // wrong usage, for standard error: a sentence each
};

// `words`: the arguments, without the name of the program. Options may stand before and after the command.
CommandLine read_command_line(std::vector<std::string> words);

}  // namespace presenced::presencectl
