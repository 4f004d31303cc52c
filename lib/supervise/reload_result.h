// What came of reading the configuration again: for the log, and for whoever asked for it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "config/problem.h"

namespace presenced::supervise {

struct Reloaded {
  std::vector<std::string> changed;   // one thing each: "log.level", "workspace acme: token"; holds no value
  std::vector<std::string> problems;  // as config::render has them. Not empty: nothing was applied
};

// "the configuration is in force: log.level, workspace acme: token", or that nothing has changed.
std::string in_words(const Reloaded& good, std::string_view what);

// What is wrong with the files as they stand, while the daemon goes on with what they said before.
struct LastProblem {
  std::vector<std::string> lines;  // "FILE:LINE:COLUMN: key: what is wrong; expected ..."
  base::WallTime since;            // it was first found
};

std::vector<std::string> rendered(const config::Problems& problems);

}  // namespace presenced::supervise
