// What every problem of a configuration fulfils, whatever the file: it has a place, is one clean line, says what was
// expected, and repeats no token that was pasted into the wrong place.
#pragma once

#include <string_view>

#include "config/problem.h"

namespace presenced::fuzz {

// `text`: the file.
void expect_promises(const config::Problems& problems, std::string_view text);

}  // namespace presenced::fuzz
