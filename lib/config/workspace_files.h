// Reads the files that the workspaces of a configuration name.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "config/environment.h"
#include "config/load.h"
#include "config/problem.h"
#include "config/settings.h"
#include "config/written.h"

namespace presenced::config {

// One per run of `load`. Both arguments must outlive it.
class FileReader {
 public:
  FileReader(const Environment& environment, Report& report) : environment_(environment), report_(report) {}

  // What cannot be read is reported, at its key in the main file, and empty in the result.
  WorkspaceFiles read(const WrittenWorkspace& written, const Workspace& workspace);

  // What is wrong inside of the watchlists, in the order in which they were read.
  Problems take_watchlist_problems() { return std::move(watchlist_problems_); }

 private:
  watch::SharedWatchlist watchlist(const Place& place, const std::filesystem::path& path);
  watch::SharedWatchlist parsed(const std::string& name, const std::string& text);
  // `fault`: why what was found cannot serve (config/token_kind.h).
  std::optional<Secret> token(const WrittenToken& written, const TokenSource& source,
                              std::string (*fault)(std::string_view token));
  base::Result<Secret, SecretError> read_token(const TokenSource& source) const;
  void read_secrets(const WrittenWorkspace& written, const Workspace& workspace, WorkspaceFiles& files);
  void check_cookie(const WrittenWorkspace& written, const WorkspaceFiles& files);
  std::optional<std::string> authorities(const Place& place, const std::filesystem::path& path);

  const Environment& environment_;
  Report& report_;
  Problems watchlist_problems_;
  std::map<std::filesystem::path, watch::SharedWatchlist> read_before_;  // workspaces may share a watchlist
};

}  // namespace presenced::config
