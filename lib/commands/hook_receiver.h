// log -f --exec and --post: who gets the changes, from the request.
#pragma once

#include <memory>

#include "commands/command_context.h"
#include "commands/request.h"
#include "hooks/receiver.h"

namespace presenced::commands {

// Whether the request is about a hook.
bool wants_hook(const Request& request);

// Throws Refused when the options of a hook do not go with one another, or with others of the log.
void refuse_contradictions_of_hook(const Request& request);

// Throws Refused when the receiver cannot be what the options say: a url that is not allowed, a file of headers that
// others can read, a time limit that is none.
std::unique_ptr<hooks::Receiver> hook_receiver(const Request& request, const CommandContext& context);

}  // namespace presenced::commands
