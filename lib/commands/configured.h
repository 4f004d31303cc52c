// What presencectl reads of the daemon's configuration by itself, without a daemon.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commands/command_context.h"
#include "commands/request.h"
#include "config/environment.h"
#include "config/settings.h"
#include "store/questions.h"
#include "watch/members.h"

namespace presenced::commands {

config::Environment environment_of(const CommandContext& context);

// Of --config, as far as it can be read: which files it names can mostly be told, whatever is wrong with the rest of
// it.
std::optional<config::Settings> settings_of(const Request& request, const CommandContext& context);

// The watchlists that the configuration names.
class ConfiguredWatchlists {
 public:
  ConfiguredWatchlists(const Request& request, const CommandContext& context);

  // The files that could not be read: what they name is not known.
  const std::vector<std::string>& unread() const { return unread_; }
  // Where they name this person ("FILE:LINE"). `names`: the addresses and handles that stand for the person.
  std::vector<std::string> places_naming(const base::UserId& user, const std::vector<store::NameRow>& names) const;

 private:
  struct Read {
    std::string workspace;
    watch::SharedWatchlist watchlist;
  };
  std::vector<Read> read_;
  std::vector<std::string> unread_;
};

}  // namespace presenced::commands
