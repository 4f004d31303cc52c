// --facet, understood.
#pragma once

#include <optional>
#include <string>

#include "base/facets.h"
#include "commands/command.h"
#include "commands/request.h"

namespace presenced::commands {

// What --facet takes: "presence or status". A log also takes the groups (group_log.h).
std::string words_of(const CommandOptions& options);

// One of those that the request's command takes (command_table.cpp). Empty: not given. Throws Refused.
std::optional<base::Facet> facet_of(const Request& request);

// Presence where none is given. Throws Refused, also where a correction of presence is asked for of another facet.
base::Facet one_facet_of(const Request& request);

}  // namespace presenced::commands
