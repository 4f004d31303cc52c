// --facet, understood.
#pragma once

#include <optional>
#include <string>

#include "base/facets.h"
#include "commands/request.h"

namespace presenced::commands {

std::string words_of(base::Facets facets);  // "presence or status"

// One of those that the request's command takes (command_table.cpp). Empty: not given. Throws Refused.
std::optional<base::Facet> facet_of(const Request& request);

}  // namespace presenced::commands
