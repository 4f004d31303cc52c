// The files of a first configuration, as text. Pure: whoever calls writes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"

namespace presenced::setup {

struct FirstConfiguration {
  std::string workspace;             // fits is_workspace_name
  bool app_token = false;            // there is one
  std::vector<base::UserId> people;  // on the watchlist, in one group
  std::string api_url;               // empty: Slack's own
  std::string ca_file;               // a path from the root; empty: none
  bool packaged = false;             // goes to /etc/presenced: the service manager says where the history is
};

// Setup makes file names of it, so it takes less than presenced.yaml does: letters, digits, ".", "-" and "_", and not
// one that begins with "." or "-".
bool is_workspace_name(std::string_view text);

// The names of the token files, beside presenced.yaml.
std::string token_file_name(std::string_view workspace);
std::string app_token_file_name(std::string_view workspace);

std::string configuration_text(const FirstConfiguration& first);  // presenced.yaml
std::string watchlist_text(const FirstConfiguration& first);      // watchlist.yaml

// The entry under `workspaces:` alone: what is added to a configuration that there is already.
std::string workspace_entry(const FirstConfiguration& first, std::string_view watchlist_file);

}  // namespace presenced::setup
