// The one way into this module: from the path of the main file to everything that the daemon starts, or reloads, with.
// Reads the main file and the files it names (watchlists, tokens, cookies, CA certificates); opens neither network nor
// database. Thread-safe: it keeps nothing.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "base/result.h"
#include "config/environment.h"
#include "config/problem.h"
#include "config/proxy_environment.h"
#include "config/secret.h"
#include "config/settings.h"
#include "watch/members.h"

namespace presenced::config {

// What the files of one workspace hold.
struct WorkspaceFiles {
  watch::SharedWatchlist watchlist;
  Secret token;
  std::optional<Secret> app_token;
  std::optional<Secret> cookie;            // exactly with an xoxc token
  std::optional<std::string> authorities;  // the text of ca_file; read once, so what is compared is what is trusted
  bool operator==(const WorkspaceFiles&) const = default;
};

struct Loaded {
  Settings settings;
  std::vector<WorkspaceFiles> files;  // one for each of settings.workspaces, in the same order
  EnvironmentProxy environment;       // for workspaces without a proxy of their own
  bool operator==(const Loaded&) const = default;
};

// All or nothing. The problems are those of all files at once: the main file's in its order, then each watchlist's.
// What is wrong with a file that is not YAML is reported where the main file names it.
base::Result<Loaded, Problems> load(const std::filesystem::path& file, const Environment& environment);

}  // namespace presenced::config
