// --facet, understood.
#pragma once

#include <optional>

#include "ask/request.h"
#include "base/facets.h"

namespace presenced::ask {

// Empty: not given. Throws Refused.
std::optional<base::Facet> facet_of(const Request& request);

}  // namespace presenced::ask
