// Messages for a wrong command line: short, with the nearest right word.
#pragma once

#include <string>
#include <vector>

namespace presenced::commands {

struct WrongUsage {
  std::string problem;                  // a sentence of the parser of the command line
  std::string command;                  // the recognised one; empty: none
  std::vector<std::string> unexpected;  // words that no option or operand took, in their order
  std::vector<std::string> commands;    // all there are
  std::vector<std::string> options;     // allowed here, such as "--since"
};

// Lines for the user. For a mistyped command or option they name the word and the nearest one, instead of the problem.
std::vector<std::string> usage_lines(const WrongUsage& wrong);

}  // namespace presenced::commands
