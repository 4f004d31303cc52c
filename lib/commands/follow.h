// log -f: first what there is, then what is committed from now on, until nobody listens any more.
#pragma once

#include "commands/command_context.h"
#include "commands/log_question.h"

namespace presenced::commands {

// Goes by `seq`: every transition of the question once, whatever stops and starts meanwhile. Says when the daemon is
// gone, or is another run than before. Each look at the database is a short moment of its own. Throws Refused when the
// history is not the one any more that it began with.
ExitStatus follow(History& history, const LogQuestion& ask, LogRows& rows, SheetOutput& sheet, const Request& request,
                  const CommandContext& context);

}  // namespace presenced::commands
