// --facet, understood.
#pragma once

#include <optional>
#include <string>

#include "ask/request.h"
#include "base/facets.h"

namespace presenced::ask {

std::string words_of(base::Facets facets);  // "presence or status"

// One of those that the request's command takes (command_table.cpp). Empty: not given. Throws Refused.
std::optional<base::Facet> facet_of(const Request& request);

}  // namespace presenced::ask
