#include "reload/old_credentials.h"

#include <fmt/format.h>

#include <algorithm>

namespace presenced::reload {

void warn_of_old_credentials(const Changes& changes, const config::Loaded& in_force,
                             const std::vector<engine::Snapshot>& snapshots, base::LogSink& log) {
  const auto refused = [](const engine::StreamSnapshot& stream) { return stream.credential_refused; };
  const auto renewed = [&](const std::string& name) {
    return std::any_of(changes.changed.begin(), changes.changed.end(),
                       [&](const WorkspaceChange& one) { return one.access && one.name == name; });
  };
  for (const engine::Snapshot& snapshot : snapshots) {
    const std::size_t index = index_of(in_force, snapshot.workspace);
    if (index == in_force.settings.workspaces.size() || renewed(snapshot.workspace)) continue;
    const auto* credential = std::get_if<config::TokenCredential>(&in_force.settings.workspaces[index].token);
    if (!credential || std::none_of(snapshot.streams.begin(), snapshot.streams.end(), refused)) continue;
    log.write({base::LogLevel::warning, "credential_not_renewed", snapshot.workspace,
               fmt::format("Slack rejects the token, and the credential {} is unchanged since the start: systemd "
                           "passes credentials to a service only when it starts; store the new token, then run: "
                           "systemctl restart presenced",
                           credential->name)});
  }
}

}  // namespace presenced::reload
