// log -f --exec and --post: each change to a program or a web server, durable first, and the cursor after it.
#pragma once

#include "commands/command_context.h"
#include "commands/log_question.h"

namespace presenced::commands {

// Goes on where the cursor file of the request stands; without one, where --after or --since says, else with what is
// committed from now on. Waits for what is committed until context.ending says to end. Holds no moment of the history
// while a change is under way. Throws Refused when the cursor cannot be kept, or is not of this history.
ExitStatus deliver(History& history, const LogQuestion& ask, const Request& request, const CommandContext& context);

}  // namespace presenced::commands
