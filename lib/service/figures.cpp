#include "service/figures.h"

#include <cstddef>

#include "history/recorded.h"

namespace presenced::service {
namespace {

bool shows_life(const control::Status& status) {
  return status.history.last_commit_at && status.at - *status.history.last_commit_at <= history::kAliveFor;
}

metrics::GroupFigures figures_of(const engine::GroupPresence& one, bool known) {
  if (!known) return {one.group, 0, 0, one.active + one.away + one.unknown};
  return {one.group, one.active, one.away, one.unknown};
}

}  // namespace

metrics::Figures figures_of(const control::Status& status, const std::vector<engine::Snapshot>& snapshots,
                            const std::vector<std::vector<engine::GroupPresence>>& groups,
                            const CommittedFigures& committed, std::uint64_t store_failures) {
  metrics::Figures figures;
  figures.version = status.version;
  figures.started_at = status.started_at;
  figures.configuration_valid = !status.configuration.rejected_at;
  figures.recording = status.history.recording;
  figures.queued = status.history.queued;
  figures.store_failures = store_failures;
  figures.last_commit = status.history.last_commit_at;
  figures.database_bytes = status.history.bytes;
  figures.log_bytes = status.history.log_bytes;
  figures.log_held = !status.history.log_trouble.empty();
  for (std::size_t i = 0; i < snapshots.size(); ++i) {
    const control::WorkspaceStatus& workspace = status.workspaces[i];
    metrics::WorkspaceFigures one;
    one.name = workspace.name;
    one.committed = committed(workspace.name);
    one.uncommitted_bytes = workspace.uncommitted_bytes;
    one.held = snapshots[i].held_for;
    one.connected = workspace.connected;
    one.watched = workspace.watched;
    one.uncovered = workspace.watched - snapshots[i].covered;
    one.unresolved = workspace.unresolved.size();
    one.covered = workspace.covered;
    for (const engine::GroupPresence& group : groups[i]) one.groups.push_back(figures_of(group, shows_life(status)));
    one.unconfirmed = workspace.unconfirmed.size();
    one.sampled = workspace.sampled;
    for (const control::FeedStatus& feed : workspace.feeds) {
      for (std::size_t at = 0; at < history::kFeedWords.size(); ++at)
        if (history::kFeedWords[at] == feed.name) one.feed_live[at] = feed.state == "live";
      if (feed.name == name_of(history::FeedName::poll)) one.poll_round = base::Millis{feed.round_ms};
    }
    for (const engine::StreamSnapshot& stream : snapshots[i].streams)
      if (stream.obstacle != base::Obstacle::none) one.obstacles[static_cast<std::size_t>(stream.obstacle)] = true;
    one.last_event = workspace.last_event;
    one.clock_wrong = !control::trouble_of(workspace.clock).empty();
    one.clock_ahead = base::Millis{workspace.clock.ahead_ms};
    one.history_ahead = base::Millis{workspace.clock.history_ahead_ms};
    one.foreign_connections = snapshots[i].foreign_connections;
    one.connection_attempts = snapshots[i].connection_attempts;
    one.frames = snapshots[i].frames;
    one.frames_ignored = snapshots[i].frames_ignored;
    one.frames_malformed = snapshots[i].frames_malformed;
    figures.workspaces.push_back(std::move(one));
  }
  return figures;
}

}  // namespace presenced::service
