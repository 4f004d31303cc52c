#include "ask/command.h"

namespace presenced::ask {

const std::vector<Command>& command_table() {
  static const std::vector<Command> table{
      {"now", "present state of people, since when, and how certain that is", {.who = true}, now},
      {"at", "who was what at a moment", {.time = true, .who = true}, at},
  };
  return table;
}

ExitStatus answer(const Command& command, const Request& request, const Surroundings& surroundings) {
  try {
    return command.run(request, surroundings);
  } catch (const Refused& refused) {
    for (const std::string& line : refused.lines) surroundings.output.say(line);
    return refused.status;
  }
}

}  // namespace presenced::ask
