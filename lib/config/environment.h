// The part of the process's environment that a configuration depends on. It comes in by argument: this module never
// reads the environment itself.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace presenced::config {

using Variables = std::function<std::optional<std::string>(const std::string& name)>;

struct Environment {
  std::optional<std::filesystem::path> state_directory;        // systemd's StateDirectory=
  std::optional<std::filesystem::path> runtime_directory;      // systemd's RuntimeDirectory=
  std::optional<std::filesystem::path> credentials_directory;  // systemd's LoadCredential=
  Variables variable;                                          // for `token_env`; empty: no variable is set
};

// From $STATE_DIRECTORY, $RUNTIME_DIRECTORY and $CREDENTIALS_DIRECTORY. Where systemd lists several directories,
// separated by colons, the first one counts. An empty variable is one that is not set. Paths are made absolute.
Environment environment_of(const Variables& variable);

}  // namespace presenced::config
