// Step 2: the YAML tree of the main file, typed. Reports unknown, doubled and missing keys and wrong types.
#pragma once

#include <yaml-cpp/yaml.h>

#include "config/problem.h"
#include "config/written.h"

namespace presenced::config {

// What could not be read is reported and absent from the result.
WrittenSettings read_settings(const YAML::Node& root, Report& report);

}  // namespace presenced::config
