// log --facet group: who joined and who left a group of the watchlist.
#pragma once

#include "commands/command_context.h"
#include "commands/request.h"

namespace presenced::commands {

inline constexpr std::string_view kGroupFacet = "group";  // not a facet of a person, but --facet takes it for a log

// Oldest first. With WHO: of these people, and for "@group" of that group. Without --since from today on, as every log.
// Throws Refused, also for the options of a log that memberships have no use for.
ExitStatus group_log(const Request& request, const CommandContext& context);

}  // namespace presenced::commands
