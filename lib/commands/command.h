// The commands of presencectl: one file a family, one entry of the table a command. To add one: a function here, its
// entry in command_table.cpp; the command line, its help and the completions follow the table.
#pragma once

#include <string_view>
#include <vector>

#include "ask/request.h"
#include "ask/surroundings.h"
#include "base/facets.h"

namespace presenced::ask {

// What a command takes besides the options of every command.
struct Takes {
  bool time = false;       // TIME, before WHO
  bool who = false;        // WHO...
  bool window = false;     // --since, --until
  bool smoothing = false;  // --idle-grace, --merge-flaps
  bool period = false;     // --by
  base::Facets facets{};   // --facet; none: it has no such option
  bool log = false;        // -f, -n, -r, --after
  bool to = false;         // --to
  bool socket = false;     // --socket
  bool config = false;     // --config
  bool file = false;       // FILE
  bool yes = false;        // --yes, --force; and WHO is required
  bool repair = false;     // --dry-run, --yes
  bool forgotten = false;  // --list, --undo; and WHO is not required
};

struct Command {
  const char* name;
  const char* about;  // one line for --help
  Takes takes;
  // Throws Refused.
  ExitStatus (*run)(const Request&, const Surroundings&);
  const char* examples = "";  // for its --help: a line each, without the program's name
};

// In the order of --help.
const std::vector<Command>& command_table();

// Runs a command; a refusal is said, and becomes its exit status.
ExitStatus answer(const Command& command, const Request& request, const Surroundings& surroundings);

ExitStatus now(const Request& request, const Surroundings& surroundings);
ExitStatus at(const Request& request, const Surroundings& surroundings);
ExitStatus summary(const Request& request, const Surroundings& surroundings);
ExitStatus timeline(const Request& request, const Surroundings& surroundings);
ExitStatus heatmap(const Request& request, const Surroundings& surroundings);
ExitStatus overlap(const Request& request, const Surroundings& surroundings);
ExitStatus log(const Request& request, const Surroundings& surroundings);
ExitStatus intervals(const Request& request, const Surroundings& surroundings);
ExitStatus coverage(const Request& request, const Surroundings& surroundings);
ExitStatus people(const Request& request, const Surroundings& surroundings);
ExitStatus export_history(const Request& request, const Surroundings& surroundings);
ExitStatus status(const Request& request, const Surroundings& surroundings);
ExitStatus reload(const Request& request, const Surroundings& surroundings);
ExitStatus purge(const Request& request, const Surroundings& surroundings);
ExitStatus forget(const Request& request, const Surroundings& surroundings);
ExitStatus backup(const Request& request, const Surroundings& surroundings);
ExitStatus repair(const Request& request, const Surroundings& surroundings);
ExitStatus verify(const Request& request, const Surroundings& surroundings);
ExitStatus doctor(const Request& request, const Surroundings& surroundings);

}  // namespace presenced::ask
