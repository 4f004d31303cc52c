// Step 2: the YAML tree of the main file, typed. Reports unknown, doubled and missing keys and wrong types.
#pragma once

#include "config/problem.h"
#include "config/tree.h"
#include "config/written.h"

namespace presenced::config {

// What could not be read is reported and absent from the result.
WrittenSettings read_settings(const Tree& tree, Report& report);

}  // namespace presenced::config
