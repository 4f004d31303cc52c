#include "reload/old_credentials.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <variant>

#include "history/feed_name.h"

namespace presenced::reload {

namespace {

// The names of the credentials whose tokens Slack rejects.
std::set<std::string> rejected(const config::Workspace& workspace, const engine::Snapshot& snapshot) {
  std::set<std::string> names;
  for (const engine::StreamSnapshot& stream : snapshot.streams) {
    const bool of_app = stream.feed == name_of(history::FeedName::socket_mode);
    const config::TokenSource* source = !of_app               ? &workspace.token
                                        : workspace.app_token ? &*workspace.app_token
                                                              : nullptr;
    const auto* credential = source ? std::get_if<config::TokenCredential>(source) : nullptr;
    if (credential && stream.credential_refused) names.insert(credential->name);
  }
  return names;
}

}  // namespace

void warn_of_old_credentials(const Changes& changes, const config::Loaded& in_force,
                             const std::vector<engine::Snapshot>& snapshots, base::LogSink& log) {
  const auto renewed = [&](const std::string& name) {
    return std::any_of(changes.changed.begin(), changes.changed.end(),
                       [&](const WorkspaceChange& one) { return one.access && one.name == name; });
  };
  for (const engine::Snapshot& snapshot : snapshots) {
    const std::size_t index = index_of(in_force, snapshot.workspace);
    if (index == in_force.settings.workspaces.size() || renewed(snapshot.workspace)) continue;
    for (const std::string& name : rejected(in_force.settings.workspaces[index], snapshot))
      log.write({base::LogLevel::warning, "credential_not_renewed", snapshot.workspace,
                 fmt::format("Slack rejects the token, and the credential {} is unchanged since the start: systemd "
                             "passes credentials to a service only when it starts; store the new token, then run: "
                             "systemctl restart presenced",
                             name)});
  }
}

}  // namespace presenced::reload
