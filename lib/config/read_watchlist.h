// A watchlist's YAML tree, typed and validated.
#pragma once

#include "config/problem.h"
#include "config/tree.h"
#include "watch/members.h"

namespace presenced::config {

// What could not be read is reported and absent from the result.
watch::Watchlist read_watchlist(const Tree& tree, Report& report);

}  // namespace presenced::config
