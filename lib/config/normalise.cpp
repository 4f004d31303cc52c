#include "config/normalise.h"

#include "config/api_url.h"
#include "config/listen_address.h"
#include "config/proxy_url.h"

namespace presenced::config {
namespace {

namespace fs = std::filesystem;

// Where the packaged unit keeps them, for a daemon that systemd did not start.
constexpr const char* kStateDirectory = "/var/lib/presenced";
constexpr const char* kRuntimeDirectory = "/run/presenced";

template <class T>
T either(const Maybe<T>& written, T otherwise) {
  return written ? written->value : std::move(otherwise);
}

std::optional<fs::path> optional_path(const Maybe<std::string>& written, const fs::path& directory) {
  if (!written) return std::nullopt;
  return resolved(written->value, directory);
}

TokenSource token_source(const WrittenToken& written, const fs::path& directory) {
  if (written.env) return TokenEnv{written.env->value};
  if (written.credential) return TokenCredential{written.credential->value};
  return TokenFile{optional_path(written.file, directory).value_or(fs::path{})};
}

base::SocketAccess access(const WrittenSocket& written) {
  const base::SocketAccess otherwise;
  return {either(written.mode, otherwise.mode), either(written.group, otherwise.group)};
}

std::string api_url(const Maybe<std::string>& written) {
  if (!written) return std::string(kDefaultApiUrl);
  const auto url = checked_api_url(written->value);
  return url ? url.value() : std::string(kDefaultApiUrl);
}

std::optional<base::Proxy> proxy(const Maybe<Secret>& written) {
  if (!written) return std::nullopt;
  auto checked = checked_proxy(written->value.reveal());
  if (!checked) return std::nullopt;
  return std::move(checked.value());
}

Workspace normalise(const WrittenWorkspace& written, const fs::path& directory) {
  Workspace workspace;
  workspace.name = either<std::string>(written.name, "");
  workspace.token = token_source(written.token, directory);
  if (written.app_token.given() > 0) workspace.app_token = token_source(written.app_token, directory);
  workspace.cookie_file = optional_path(written.cookie_file, directory);
  workspace.watchlist = optional_path(written.watchlist, directory).value_or(fs::path{});
  workspace.api_url = api_url(written.api_url);
  workspace.ca_file = optional_path(written.ca_file, directory);
  workspace.team = either<std::string>(written.team, "");
  workspace.tuning = written.tuning;
  workspace.tuning.socket_mode = workspace.app_token.has_value();
  workspace.tuning.team = workspace.team;
  workspace.proxy = proxy(written.proxy);
  return workspace;
}

}  // namespace

fs::path resolved(const fs::path& path, const fs::path& directory) { return directory / path; }

Settings normalise(const WrittenSettings& written, const fs::path& directory, const Environment& environment) {
  Settings settings;
  settings.history.path = written.history_path
                              ? resolved(written.history_path->value, environment.state_directory.value_or(directory))
                              : environment.state_directory.value_or(kStateDirectory) / "history.db";
  settings.history.durability = either(written.durability, settings.history.durability);
  settings.history.retention = either(written.retention, settings.history.retention);
  settings.log.level = either(written.log_level, settings.log.level);
  settings.log.format = either(written.log_format, settings.log.format);
  settings.control.configured = written.control_socket.path.has_value();
  settings.control.socket = optional_path(written.control_socket.path, directory)
                                .value_or(environment.runtime_directory.value_or(kRuntimeDirectory) / "control.sock");
  settings.control.access = access(written.control_socket);
  settings.control.status_socket = optional_path(written.status_socket.path, directory).value_or(fs::path{});
  settings.control.status_access = access(written.status_socket);
  if (written.metrics_listen) {
    const bool remote = either(written.metrics_allow_remote, false);
    const auto checked = checked_listen_address(written.metrics_listen->value, remote);
    if (checked) settings.metrics = checked.value();
    if (!settings.metrics.socket.empty()) settings.metrics.socket = resolved(settings.metrics.socket, directory);
  }
  for (const WrittenWorkspace& workspace : written.workspaces) {
    settings.workspaces.push_back(normalise(workspace, directory));
  }
  return settings;
}

}  // namespace presenced::config
