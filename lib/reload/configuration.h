// A configuration as a start or a reload needs it: settings, the content of the files they name, and what each
// workspace is made with.
#pragma once

#include <filesystem>
#include <vector>

#include "base/result.h"
#include "config/load.h"
#include "feeds/settings.h"
#include "runtime/access.h"

namespace presenced::reload {

// What a workspace is made with.
struct WorkspaceStart {
  feeds::Settings settings;
  runtime::Access access;
};

struct Configuration {
  config::Loaded loaded;
  std::vector<WorkspaceStart> starts;  // in the order of loaded.settings.workspaces
};

// `file` is the one that `loaded` comes from, for the problems. Reads the system's certificate authorities.
base::Result<std::vector<WorkspaceStart>, config::Problems> starts_of(const config::Loaded& loaded,
                                                                      const std::filesystem::path& file);

// Reads all files. It takes as long as their file systems do, so it runs on the file thread while the daemon runs.
base::Result<Configuration, config::Problems> read_configuration(const std::filesystem::path& file,
                                                                 const config::Environment& environment);

// To the system, after files have been read: what a long list was read from, in small pieces, is of little use to the
// engine that works on the list next, and would stay beside what that one needs.
void give_back_memory();

}  // namespace presenced::reload
