// The two sides of `forget` that delete nothing.
#pragma once

#include "commands/command_context.h"
#include "commands/request.h"

namespace presenced::commands {

ExitStatus list_forgotten(const Request& request, const CommandContext& context);
ExitStatus undo_forget(const Request& request, const CommandContext& context);

}  // namespace presenced::commands
