// What differs between a new configuration and the one that runs, and whether a restart is needed. Pure.
#pragma once

#include <string>
#include <vector>

#include "config/load.h"

namespace presenced::reload {

// Of a workspace that is in both.
struct WorkspaceChange {
  std::string name;
  bool access = false;     // how Slack is reached, and as whom
  bool watchlist = false;  // its content or its path
  bool tuning = false;     // feeds::Tuning
};

struct Changes {
  // Keys that need a restart ("history.path"). Not empty: none of the changes may be applied.
  std::vector<std::string> refused;
  bool log = false;
  bool retention = false;
  bool metrics = false;
  std::vector<std::string> added;    // names of workspaces
  std::vector<std::string> removed;  // likewise
  std::vector<WorkspaceChange> changed;
  // For people, one thing each: "log.level", "workspace acme: token"; never a value. Empty: nothing has changed.
  std::vector<std::string> words;
};

Changes changes_between(const config::Loaded& running, const config::Loaded& next);

// The index of the workspace in `loaded`; its size if there is none of this name.
std::size_t index_of(const config::Loaded& loaded, const std::string& name);

}  // namespace presenced::reload
