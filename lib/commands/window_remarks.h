// Remarks on an answer about a window, for whoever takes an answer without its table: the lines below it.
#pragma once

#include <vector>

#include "commands/command_context.h"
#include "commands/history.h"
#include "history/recorded.h"
#include "history/span.h"

namespace presenced::commands {

// When recording began within the window, and who joined and left the groups that were asked about: one at a time to
// context.remark. Without one nothing is looked up.
void remark_on(History& history, const std::vector<history::Person>& people, history::Window window,
               const CommandContext& context);

}  // namespace presenced::commands
