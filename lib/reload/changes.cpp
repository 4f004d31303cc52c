#include "reload/changes.h"

#include <algorithm>
#include <string_view>

#include "config/tuning_keys.h"

namespace presenced::reload {
namespace {

using config::Settings;

// What is beside the workspaces. `effect`: what a reload has to do; null: the key counts from the start only.
struct DaemonKey {
  std::string_view word;
  bool Changes::*effect;
  bool (*differs)(const Settings& a, const Settings& b);
};

constexpr DaemonKey kDaemonKeys[] = {
    {"history.path", nullptr, [](const auto& a, const auto& b) { return a.history.path != b.history.path; }},
    {"history.durability", nullptr,
     [](const auto& a, const auto& b) { return a.history.durability != b.history.durability; }},
    {"control.socket", nullptr,
     [](const auto& a, const auto& b) {
       return a.control.socket != b.control.socket || a.control.configured != b.control.configured;
     }},
    {"control.group", nullptr,
     [](const auto& a, const auto& b) { return a.control.access.group != b.control.access.group; }},
    {"control.mode", nullptr,
     [](const auto& a, const auto& b) { return a.control.access.mode != b.control.access.mode; }},
    {"control.status_socket", nullptr,
     [](const auto& a, const auto& b) {
       return a.control.status_socket != b.control.status_socket || a.control.status_access != b.control.status_access;
     }},
    {"history.retention", &Changes::retention,
     [](const auto& a, const auto& b) { return a.history.retention != b.history.retention; }},
    {"log.level", &Changes::log, [](const auto& a, const auto& b) { return a.log.level != b.log.level; }},
    {"log.format", &Changes::log, [](const auto& a, const auto& b) { return a.log.format != b.log.format; }},
    {"metrics", &Changes::metrics, [](const auto& a, const auto& b) { return a.metrics != b.metrics; }},
};

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

// Beside those of config/tuning_keys.h. A file is compared by what it holds; the watchlist also by where it stands.
struct WorkspaceKey {
  std::string_view word;
  bool WorkspaceChange::*effect;
  bool (*differs)(const Side& a, const Side& b);
};

constexpr WorkspaceKey kWorkspaceKeys[] = {
    {"token", &WorkspaceChange::access, [](const Side& a, const Side& b) { return a.files.token != b.files.token; }},
    {"app_token", &WorkspaceChange::access,
     [](const Side& a, const Side& b) { return a.files.app_token != b.files.app_token; }},
    {"cookie", &WorkspaceChange::access, [](const Side& a, const Side& b) { return a.files.cookie != b.files.cookie; }},
    {"api_url", &WorkspaceChange::access,
     [](const Side& a, const Side& b) { return a.settings.api_url != b.settings.api_url; }},
    {"ca_file", &WorkspaceChange::access,
     [](const Side& a, const Side& b) { return a.files.authorities != b.files.authorities; }},
    {"team", &WorkspaceChange::access, [](const Side& a, const Side& b) { return a.settings.team != b.settings.team; }},
    {"proxy", &WorkspaceChange::access, [](const Side& a, const Side& b) { return a.proxy != b.proxy; }},
    {"watchlist", &WorkspaceChange::watchlist,
     [](const Side& a, const Side& b) {
       return a.settings.watchlist != b.settings.watchlist || a.files.watchlist != b.files.watchlist;
     }},
};

WorkspaceChange compare(const Side& running, const Side& next, std::vector<std::string>& words) {
  WorkspaceChange change{.name = next.settings.name};
  const auto changed = [&](bool& effect, std::string_view word) {
    effect = true;
    words.push_back("workspace " + change.name + ": " + std::string(word));
  };
  for (const WorkspaceKey& key : kWorkspaceKeys)
    if (key.differs(running, next)) changed(change.*key.effect, key.word);
  for (const config::TuningKey& key : config::tuning_keys())
    if (key.differs(running.settings.tuning, next.settings.tuning)) changed(change.tuning, key.word);
  // What follows from other keys, which have been named.
  if (running.settings.tuning != next.settings.tuning) change.tuning = true;
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
  Changes changes;
  for (const DaemonKey& key : kDaemonKeys) {
    if (!key.differs(running.settings, next.settings)) continue;
    (key.effect ? changes.words : changes.refused).emplace_back(key.word);
    if (key.effect) changes.*key.effect = true;
  }
  compare_workspaces(running, next, changes);
  return changes;
}

std::size_t index_of(const config::Loaded& loaded, const std::string& name) {
  const auto& all = loaded.settings.workspaces;
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
  return static_cast<std::size_t>(found - all.begin());
}

}  // namespace presenced::reload
