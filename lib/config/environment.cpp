#include "config/environment.h"

#include "config/file.h"

namespace presenced::config {
namespace {

std::optional<std::filesystem::path> first_directory(const std::optional<std::string>& list) {
  if (!list) return std::nullopt;
  const std::string first = list->substr(0, list->find(':'));
  if (first.empty()) return std::nullopt;
  return absolute_path(first);
}

std::optional<std::filesystem::path> directory(const std::optional<std::string>& name) {
  if (!name || name->empty()) return std::nullopt;
  return absolute_path(*name);
}

}  // namespace

Environment environment_of(const Variables& variable) {
  return {.state_directory = first_directory(variable("STATE_DIRECTORY")),
          .runtime_directory = first_directory(variable("RUNTIME_DIRECTORY")),
          .credentials_directory = directory(variable("CREDENTIALS_DIRECTORY")),
          .variable = variable};
}

}  // namespace presenced::config
