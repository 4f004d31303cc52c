#include "supervise/reload_result.h"

#include <fmt/format.h>

namespace presenced::supervise {

std::string in_words(const Reloaded& good, std::string_view what) {
  if (good.changed.empty()) return fmt::format("{}: nothing has changed", what);
  return fmt::format("{} is in force; changed: {}", what, fmt::join(good.changed, ", "));
}

std::vector<std::string> rendered(const config::Problems& problems) {
  std::vector<std::string> lines;
  for (const config::Problem& problem : problems) lines.push_back(config::render(problem));
  return lines;
}

}  // namespace presenced::supervise
