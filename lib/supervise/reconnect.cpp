#include "supervise/reconnect.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <string>

#include "control/deletion_words.h"
#include "reload/changes.h"

namespace presenced::supervise {
namespace {

bool waits(const engine::Snapshot& workspace) {
  return std::any_of(workspace.streams.begin(), workspace.streams.end(),
                     [](const feeds::StreamSnapshot& one) { return one.next_attempt_in || !one.trouble.empty(); });
}

}  // namespace

control::Reconnecting reconnect(Workspaces& workspaces, const config::Loaded& loaded, std::optional<uid_t> by,
                                base::LogSink& log) {
  control::Reconnecting now;
  for (const engine::Snapshot& one : workspaces.snapshots()) {
    const std::size_t at = reload::index_of(loaded, one.workspace);
    if (at == loaded.settings.workspaces.size() || !waits(one)) continue;
    // As a saved watchlist that has not changed: every feed makes its next attempt at once.
    workspaces.set_watchlist(one.workspace, loaded.files[at].watchlist);
    now.workspaces.push_back(one.workspace);
  }
  log.write(
      {base::LogLevel::info,
       "reconnect_requested",
       {},
       fmt::format(
           "connecting now: {}; {}",
           now.workspaces.empty() ? "no workspace is waiting" : fmt::format("{}", fmt::join(now.workspaces, ", ")),
           control::requested_by(control::known_uid(by ? std::optional<std::int64_t>(*by) : std::nullopt)))});
  return now;
}

}  // namespace presenced::supervise
