#include "service/health.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/counted.h"
#include "service/workspace_status.h"

namespace presenced::service {
namespace {

std::string connection(const WorkspaceHealth& workspace) {
  if (workspace.connected) return "connected";
  return workspace.trouble.empty() ? "not connected" : fmt::format("not connected ({})", workspace.trouble);
}

std::string clock(const WorkspaceHealth& workspace) {
  return workspace.clock_trouble.empty() ? "" : ", " + workspace.clock_trouble;
}

std::string last_event(const WorkspaceHealth& workspace) {
  if (!workspace.last_event) return "no event yet";
  const auto seconds = std::chrono::floor<std::chrono::seconds>(workspace.last_event->time_since_epoch());
  return fmt::format("last event {:%Y-%m-%dT%H:%M:%S}Z", fmt::gmtime(static_cast<std::time_t>(seconds.count())));
}

}  // namespace

WorkspaceHealth health_of(const engine::Snapshot& snapshot, base::WallTime now) {
  const control::WorkspaceStatus status = workspace_status(snapshot, now);
  return {status.name,
          status.connected,
          status.trouble,
          snapshot.watched,
          snapshot.covered,
          snapshot.last_event,
          status.unconfirmed.size(),
          status.unresolved.size(),
          control::trouble_of(status.clock)};
}

std::string status_line(const Health& health) {
  std::vector<std::string> parts;
  if (!health.rejected.empty()) parts.push_back("configuration rejected: " + health.rejected);
  if (!health.store_trouble.empty()) parts.push_back("not recording: " + health.store_trouble);
  for (const WorkspaceHealth& one : health.workspaces)
    parts.push_back(fmt::format("{}: {}{}, {} of {} covered, {}", one.name, connection(one), clock(one), one.covered,
                                base::counted_people(one.watched), last_event(one)));
  return fmt::format("{}", fmt::join(parts, "; "));
}

Verdict alive(const Health& health, base::Millis patience) {
  if (health.stuck_for <= patience) return {true, "ok\n"};
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(health.stuck_for);
  return {false, fmt::format("the writer of the history has waited {} s for the disk\n", seconds.count())};
}

Verdict covered(const Health& health) {
  std::string trouble;
  if (!health.store_trouble.empty()) trouble += "not recording: " + health.store_trouble + '\n';
  for (const WorkspaceHealth& one : health.workspaces) {
    if (one.covered >= one.watched && one.nameless == 0 && one.clock_trouble.empty()) continue;
    trouble += fmt::format("{}: {}{}, {} of {} covered", one.name, connection(one), clock(one), one.covered,
                           base::counted_people(one.watched));
    if (one.silent > 0) trouble += fmt::format(", no presence from Slack for {}", one.silent);
    if (one.nameless > 0) trouble += fmt::format(", unresolved names: {}", one.nameless);
    trouble += '\n';
  }
  if (trouble.empty()) return {true, "ok\n"};
  return {false, trouble};
}

}  // namespace presenced::service
