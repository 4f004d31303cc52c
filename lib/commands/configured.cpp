#include "commands/configured.h"

#include <algorithm>
#include <set>

#include "commands/places.h"
#include "config/document.h"
#include "config/file.h"
#include "config/normalise.h"
#include "config/read_settings.h"
#include "config/watchlist_file.h"
#include "config/wording.h"
#include "roster/compose.h"
#include "roster/names.h"

namespace presenced::commands {

config::Environment environment_of(const CommandContext& context) {
  return config::environment_of(context.variable ? context.variable : [](const std::string&) { return std::nullopt; });
}

std::optional<config::Settings> settings_of(const Request& request, const CommandContext& context) {
  const std::filesystem::path file = configuration_file(request);
  const auto text = config::read_file(file, config::kLargestDocument);
  if (!text) return std::nullopt;
  const auto tree = config::parse(text.value().text, file.string());
  if (!tree) return std::nullopt;
  config::Report ignored(file.string());
  return config::normalise(config::read_settings(tree.value(), ignored), file.parent_path(), environment_of(context));
}

ConfiguredWatchlists::ConfiguredWatchlists(const Request& request, const CommandContext& context) {
  const auto settings = settings_of(request, context);
  if (!settings) unread_.push_back(configuration_file(request));
  for (const config::Workspace& workspace : settings ? settings->workspaces : std::vector<config::Workspace>{}) {
    auto watchlist = config::load_watchlist(workspace.watchlist);
    if (watchlist)
      read_.push_back({workspace.name, std::move(watchlist.value())});
    else
      unread_.push_back(workspace.watchlist.string());
  }
}

std::vector<std::string> ConfiguredWatchlists::places_naming(const base::UserId& user,
                                                             const std::vector<store::NameRow>& names) const {
  const std::vector<base::UserId> themselves{user};
  std::set<std::string> places;
  for (const Read& one : read_) {
    const auto known = [&](const watch::Who& who) {
      const auto key = roster::key_of(who);
      const bool theirs = key && std::any_of(names.begin(), names.end(), [&](const store::NameRow& row) {
                            return row.workspace == one.workspace && row.kind == key->first && row.name == key->second;
                          });
      return theirs ? &themselves : nullptr;
    };
    for (std::string& place : roster::places_naming(*one.watchlist, user, known)) places.insert(std::move(place));
  }
  return {places.begin(), places.end()};
}

}  // namespace presenced::commands
