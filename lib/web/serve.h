// `presencectl serve`: the page, until a signal ends it.
#pragma once

#include "commands/command_context.h"
#include "commands/request.h"

namespace presenced::web {

// Returns after SIGINT or SIGTERM. Throws commands::Refused when it cannot begin: wrong options, a history or tokens
// that cannot be read, an address that is taken.
commands::ExitStatus serve(const commands::Request& request, const commands::CommandContext& context);

}  // namespace presenced::web
