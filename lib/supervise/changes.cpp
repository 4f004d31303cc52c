#include "supervise/changes.h"

#include <algorithm>

namespace presenced::supervise {
namespace {

// One workspace as it counts.
struct Side {
  const config::Workspace& settings;
  const config::WorkspaceFiles& files;
  std::optional<base::Proxy> proxy;  // its own, or the environment's
};

Side side_of(const config::Loaded& loaded, std::size_t index) {
  const config::Workspace& settings = loaded.settings.workspaces[index];
  return {settings, loaded.files[index], settings.proxy ? settings.proxy : loaded.environment.proxy};
}

WorkspaceChange compare(const Side& running, const Side& next, std::vector<std::string>& words) {
  const config::Workspace& a = running.settings;
  const config::Workspace& b = next.settings;
  WorkspaceChange change{.name = b.name};
  const auto differs = [&](bool different, bool& kind, const char* word) {
    if (!different) return;
    kind = true;
    words.push_back("workspace " + b.name + ": " + word);
  };
  differs(running.files.token != next.files.token, change.access, "token");
  differs(running.files.cookie != next.files.cookie, change.access, "cookie");
  differs(a.api_url != b.api_url, change.access, "api_url");
  differs(running.files.authorities != next.files.authorities, change.access, "ca_file");
  differs(running.proxy != next.proxy, change.access, "proxy");
  differs(a.watchlist != b.watchlist || running.files.watchlist != next.files.watchlist, change.watchlist, "watchlist");
  differs(a.appear_away != b.appear_away, change.tuning, "appear_away");
  differs(a.audit_interval != b.audit_interval, change.tuning, "audit_interval");
  differs(a.max_sockets != b.max_sockets, change.tuning, "max_sockets");
  differs(a.sample_interval != b.sample_interval, change.tuning, "sample_interval");
  differs(a.resolve_interval != b.resolve_interval, change.tuning, "resolve_interval");
  return change;
}

void compare_workspaces(const config::Loaded& running, const config::Loaded& next, Changes& changes) {
  for (std::size_t i = 0; i < next.settings.workspaces.size(); ++i) {
    const std::string& name = next.settings.workspaces[i].name;
    const std::size_t before = index_of(running, name);
    if (before == running.settings.workspaces.size()) {
      changes.added.push_back(name);
      changes.words.push_back("workspace " + name + ": added");
      continue;
    }
    const auto change = compare(side_of(running, before), side_of(next, i), changes.words);
    if (change.access || change.watchlist || change.tuning) changes.changed.push_back(change);
  }
  for (const config::Workspace& workspace : running.settings.workspaces) {
    if (index_of(next, workspace.name) < next.settings.workspaces.size()) continue;
    changes.removed.push_back(workspace.name);
    changes.words.push_back("workspace " + workspace.name + ": removed");
  }
}

}  // namespace

Changes changes_between(const config::Loaded& running, const config::Loaded& next) {
  const config::Settings& a = running.settings;
  const config::Settings& b = next.settings;
  Changes changes;
  if (a.history.path != b.history.path) changes.refused.push_back("history.path");
  if (a.history.durability != b.history.durability) changes.refused.push_back("history.durability");
  if (a.control != b.control) changes.refused.push_back("control.socket");
  const auto differs = [&](bool different, bool& kind, const char* word) {
    if (!different) return;
    kind = true;
    changes.words.push_back(word);
  };
  differs(a.history.retention != b.history.retention, changes.retention, "history.retention");
  differs(a.log.level != b.log.level, changes.log, "log.level");
  differs(a.log.format != b.log.format, changes.log, "log.format");
  differs(a.metrics != b.metrics, changes.metrics, "metrics");
  compare_workspaces(running, next, changes);
  return changes;
}

std::size_t index_of(const config::Loaded& loaded, const std::string& name) {
  const auto& all = loaded.settings.workspaces;
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
  return static_cast<std::size_t>(found - all.begin());
}

}  // namespace presenced::supervise
