// What is said of a wrong command line, and what the table of commands promises.
#include "commands/usage.h"

#include <sstream>

#include "unit/commands/fixture.h"

namespace presenced::commands::test {
namespace {

using store::test::Lines;

TEST_CASE("a mistyped command is told with the nearest") {
  const std::vector<std::string> commands{"now", "summary", "timeline", "heatmap"};
  CHECK(usage_lines({"x", "", {"sumary"}, commands, {}}) ==
        Lines{"unknown command 'sumary'; did you mean summary?", "see presencectl --help"});
  CHECK(usage_lines({"x", "", {"time"}, commands, {}})[0] == "unknown command 'time'; did you mean timeline?");
  CHECK(usage_lines({"x", "", {"zzzzzz"}, commands, {}})[0] == "unknown command 'zzzzzz'");
  CHECK(usage_lines({"x", "", {"\x1b[31m"}, commands, {}})[0] == "unknown command '\\x1b[31m'");
}

TEST_CASE("a mistyped option is told with the nearest of its command, without its value") {
  const std::vector<std::string> options{"--since", "--until", "--output"};
  CHECK(usage_lines({"x", "summary", {"--sinse=3d"}, {}, options}) ==
        Lines{"summary has no option --sinse; did you mean --since?", "see presencectl summary --help"});
  CHECK(usage_lines({"x", "", {"--quiet"}, {}, options})[0] == "presencectl has no option --quiet");
}

TEST_CASE("a word too many, and what only the parser knows") {
  CHECK(usage_lines({"x", "people", {"dana"}, {}, {}})[0] == "people does not take 'dana'");
  CHECK(usage_lines({"TIME is required", "at", {}, {}, {}})[0] == "TIME is required");
}

TEST_CASE("every command has an example or two, and they are its own") {
  for (const Command& command : command_table()) {
    CAPTURE(std::string(command.name));
    std::istringstream examples(command.examples);
    int count = 0;
    for (std::string line; std::getline(examples, line); ++count) CHECK(line.substr(0, line.find(' ')) == command.name);
    CHECK(count >= 1);
    CHECK(count <= 3);
  }
}

}  // namespace
}  // namespace presenced::commands::test
