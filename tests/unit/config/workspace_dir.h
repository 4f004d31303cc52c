// A configuration in a directory of its own, and what loading it says.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "config/load.h"
#include "support/temp_dir.h"

namespace presenced::config::test {

inline constexpr std::string_view kWatchlist = "groups: {team: {members: [U024BE7LH]}}\n";

// Two lines that make a workspace which is right; a main file ends with them.
inline constexpr std::string_view kWorkspaces =
    "workspaces:\n"
    "  - {name: acme, token_file: acme.token, watchlist: watchlist.yaml}\n";

// With a good token and a good watchlist in it from the start.
class ConfigDir {
 public:
  ConfigDir() {
    write("acme.token", "xoxb-secret\n");
    write("watchlist.yaml", kWatchlist);
    environment.variable = [this](const std::string& name) -> std::optional<std::string> {
      const auto found = variables.find(name);
      return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
  }

  std::filesystem::path write(std::string_view name, std::string_view text, mode_t mode = 0600) const {
    return dir.write(name, text, mode);
  }
  base::Result<Loaded, Problems> load(std::string_view main_file) const {
    return config::load(write("presenced.yaml", main_file), environment);
  }
  // The problems as they are printed, with the directory written as "DIR".
  std::string problems(std::string_view main_file) const {
    const auto loaded = load(main_file);
    return loaded ? std::string() : shortened(render(loaded.error()));
  }
  std::string shortened(std::string text) const {
    const std::string name = dir.path().string();
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at))
      text.replace(at, name.size(), "DIR");
    return text;
  }

  presenced::test::TempDir dir;
  std::map<std::string, std::string> variables;
  Environment environment;
};

}  // namespace presenced::config::test
