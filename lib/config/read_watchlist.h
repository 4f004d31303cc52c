// A watchlist's YAML tree, typed and validated.
#pragma once

#include <yaml-cpp/yaml.h>

#include "config/problem.h"
#include "watch/members.h"

namespace presenced::config {

// What could not be read is reported and absent from the result.
watch::Watchlist read_watchlist(const YAML::Node& root, Report& report);

}  // namespace presenced::config
