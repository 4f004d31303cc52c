// What `doctor` reports: items under topics, made to be shown to strangers. Everything in it is made of counts, times
// and words that presenced has in its source: no text of a configuration, a watchlist, a history, a log message or an
// answer of Slack's. Paths are those that the command line names or the usual ones. As a last precaution nothing in it
// is a secret when it leaves, whatever was added.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "commands/command_context.h"
#include "commands/request.h"
#include "config/settings.h"
#include "time/zone.h"

namespace presenced::commands {

struct Item {
  std::string topic;  // "configuration"
  std::string name;   // "presenced.yaml"
  std::string value;
  bool wrong = false;  // worth a look
};

class Report {
 public:
  void topic(std::string name) { topic_ = std::move(name); }
  void add(std::string name, std::string_view value, bool wrong = false);
  // A text that is a secret, should it be met anywhere.
  void hide(const base::Secret& secret);
  // "workspace 2": a workspace is told by its place in the configuration. Those that are not there follow.
  std::string workspace(const std::string& name);

  std::vector<Item> items() const;  // what is hidden, or looks like a secret of Slack's, is not in them

 private:
  std::string topic_;
  std::vector<Item> items_;
  std::vector<base::Secret> hidden_;
  std::vector<std::string> workspaces_;
};

// Tokens and cookies of Slack's, and what stands for user and password in a url, by their looks.
std::string without_secrets(std::string_view text);
// The owner of a home directory is a person, too: "/home/[removed]/history.db".
std::string without_homes(std::string_view text);
// Those words of a text that say why something failed, as Slack's "invalid_auth" and our own end reasons do, in
// brackets and after a space; empty: there are none. All else in the text may be of a person.
std::string known_words(std::string_view text);
// A word of presenced's own that comes back over the control socket or out of the history: an event, a state, a
// version.
std::string plain_word(const std::string& word);

// doctor_machine.cpp
void examine_versions(Report& report, const CommandContext& context);
void examine_clock(Report& report, const time::Zone& zone, base::WallTime now);
// doctor_daemon.cpp
void examine_daemon(Report& report, const std::filesystem::path& socket, const time::Zone& zone);
// doctor_files.cpp: of the file as far as it can be read, also where something in it or beside it is wrong.
std::optional<config::Settings> examine_configuration(Report& report, const Request& request,
                                                      const CommandContext& context);
void examine_files(Report& report, const Request& request, const std::optional<config::Settings>& settings,
                   const std::filesystem::path& socket);

}  // namespace presenced::commands
