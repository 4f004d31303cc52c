#include "reload/reload_result.h"

#include <fmt/format.h>

namespace presenced::reload {

std::string in_words(const control::Reloaded& good, std::string_view what) {
  if (good.changed.empty()) return fmt::format("{}: nothing has changed", what);
  return fmt::format("{} is in force; changed: {}", what, fmt::join(good.changed, ", "));
}

control::Reloaded stopping_answer(const std::filesystem::path& config_file) {
  return {{}, {{config_file.string(), 0, 0, "", "was not read: presenced is stopping"}}};
}

}  // namespace presenced::reload
