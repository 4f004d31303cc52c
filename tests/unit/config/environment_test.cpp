#include "config/environment.h"

#include <doctest/doctest.h>

#include <map>

namespace presenced::config {
namespace {

Environment with(const std::map<std::string, std::string>& variables) {
  return environment_of([variables](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  });
}

TEST_CASE("systemd's directories are taken from its variables") {
  const Environment environment = with({{"STATE_DIRECTORY", "/var/lib/presenced"},
                                        {"RUNTIME_DIRECTORY", "/run/presenced:/run/other"},
                                        {"CREDENTIALS_DIRECTORY", "/run/credentials/presenced.service"},
                                        {"ACME", "x"}});
  CHECK(environment.state_directory == "/var/lib/presenced");
  CHECK(environment.runtime_directory == "/run/presenced");
  CHECK(environment.credentials_directory == "/run/credentials/presenced.service");
  CHECK(environment.variable("ACME") == "x");
}

TEST_CASE("a variable that is empty or not set names no directory") {
  const Environment environment = with({{"STATE_DIRECTORY", ""}, {"CREDENTIALS_DIRECTORY", ""}});
  CHECK_FALSE(environment.state_directory.has_value());
  CHECK_FALSE(environment.runtime_directory.has_value());
  CHECK_FALSE(environment.credentials_directory.has_value());
}

}  // namespace
}  // namespace presenced::config
