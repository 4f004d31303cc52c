#include "supervise/overview.h"

#include <unistd.h>

#include <utility>

#include "metrics/metrics.h"
#include "runtime/clock.h"
#include "service/figures.h"
#include "service/workspace_status.h"

namespace presenced::supervise {

Overview::Overview(std::string version, const reload::Reloader& reloader, const Recording& recording,
                   const Workspaces& workspaces, const service::WriterWatch& writer_watch,
                   const logging::RecentTrouble& recent)
    : version_(std::move(version)),
      started_at_(runtime::now().wall),
      reloader_(reloader),
      recording_(recording),
      workspaces_(workspaces),
      writer_watch_(writer_watch),
      recent_(recent) {}

control::Status Overview::status() const {
  control::Status status;
  status.version = version_;
  status.pid = ::getpid();
  status.started_at = started_at_;
  status.at = runtime::now().wall;
  status.history.path = reloader_.in_force().settings.history.path.string();
  status.history.log_bytes = recording_.sizes().log;
  status.history.bytes = recording_.sizes().database + status.history.log_bytes;
  status.history.last_commit_at = recording_.last_commit();
  status.history.recording = recording_.trouble().empty();
  status.history.trouble = recording_.trouble();
  status.history.log_trouble = recording_.log_trouble();
  status.configuration.file = reloader_.file().string();
  if (const auto problem = reloader_.last_problem()) {
    status.configuration.rejected_at = problem->since;
    status.configuration.problems = problem->problems;
  }
  for (const engine::Snapshot& snapshot : workspaces_.snapshots())
    status.workspaces.push_back(service::workspace_status(snapshot, status.at));
  for (const control::WorkspaceStatus& one : status.workspaces) status.history.queued += one.uncommitted;
  status.recent = recent_.lines();
  return status;
}

service::Health Overview::health() const {
  service::Health health;
  health.store_trouble = recording_.trouble();
  health.stuck_for = writer_watch_.stuck_for();
  if (const auto problem = reloader_.last_problem(); problem && !problem->problems.empty())
    health.rejected = config::render(problem->problems.front());
  const base::WallTime now = runtime::now().wall;
  for (const engine::Snapshot& snapshot : workspaces_.snapshots())
    health.workspaces.push_back(service::health_of(snapshot, now));
  return health;
}

std::string Overview::status_line() const { return service::status_line(health()); }

std::string Overview::metrics() const {
  const auto committed = [this](const std::string& workspace) { return recording_.ledger().counts(workspace); };
  return metrics::prometheus_text(
      service::figures_of(status(), workspaces_.snapshots(), workspaces_.groups(), committed, recording_.failures()));
}

}  // namespace presenced::supervise
