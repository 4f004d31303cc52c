#include "commands/window_remarks.h"

#include <sstream>
#include <string>

#include "commands/beginning.h"
#include "commands/group_remarks.h"

namespace presenced::commands {

void remark_on(History& history, const std::vector<history::Person>& people, history::Window window,
               const CommandContext& context) {
  if (!context.remark) return;
  std::istringstream lines(beginning_text(history, people, window) + "\n" + group_remarks(history, people, window));
  for (std::string line; std::getline(lines, line);)
    if (!line.empty()) context.remark(line);
}

}  // namespace presenced::commands
