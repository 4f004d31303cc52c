// What is said of a command line that is wrong: short, with what may have been meant.
#pragma once

#include <string>
#include <vector>

namespace presenced::commands {

struct WrongUsage {
  std::string problem;                  // a sentence, as the command line's parser found it
  std::string command;                  // that was recognised; empty: none
  std::vector<std::string> unexpected;  // words that nobody took, in their order
  std::vector<std::string> commands;    // there are
  std::vector<std::string> options;     // that could stand here, as "--since"
};

// Lines for the user. A mistyped command or option is told with the nearest that there is, instead of the problem.
std::vector<std::string> usage_lines(const WrongUsage& wrong);

}  // namespace presenced::commands
