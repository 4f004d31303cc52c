#include "reload/configuration.h"

#include <fmt/format.h>
#include <malloc.h>

#include <utility>

#include "reload/access_of.h"

namespace presenced::reload {
namespace {

feeds::Settings engine_settings(const config::Workspace& workspace, const watch::SharedWatchlist& watchlist) {
  feeds::Settings settings;
  settings.workspace = workspace.name;
  settings.watchlist = watchlist;
  settings.tuning = workspace.tuning;
  return settings;
}

}  // namespace

void give_back_memory() { ::malloc_trim(0); }

base::Result<std::vector<WorkspaceStart>, config::Problems> starts_of(const config::Loaded& loaded,
                                                                      const std::filesystem::path& file) {
  std::vector<WorkspaceStart> starts;
  config::Problems problems;
  for (std::size_t i = 0; i < loaded.settings.workspaces.size(); ++i) {
    auto access = access_of(loaded, i);
    if (access)
      starts.push_back(
          {engine_settings(loaded.settings.workspaces[i], loaded.files[i].watchlist), std::move(access.value())});
    else
      problems.push_back({file.string(), 0, 0, fmt::format("workspaces[{}].ca_file", i), access.error()});
  }
  if (!problems.empty()) return problems;
  return starts;
}

base::Result<Configuration, config::Problems> read_configuration(const std::filesystem::path& file,
                                                                 const config::Environment& environment) {
  auto loaded = config::load(file, environment);
  if (!loaded) return loaded.error();
  auto starts = starts_of(loaded.value(), file);
  if (!starts) return starts.error();
  return Configuration{std::move(loaded.value()), std::move(starts.value())};
}

}  // namespace presenced::reload
