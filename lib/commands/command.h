// The commands of presencectl: one file a family, one entry of the table a command. To add one: a function here, its
// entry in command_table.cpp; the command line, its help and the completions follow the table.
#pragma once

#include <string_view>
#include <vector>

#include "base/facets.h"
#include "commands/command_context.h"
#include "commands/request.h"

namespace presenced::commands {

// What a command takes besides the options of every command.
struct CommandOptions {
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
  CommandOptions options;
  // Throws Refused.
  ExitStatus (*run)(const Request&, const CommandContext&);
  const char* examples = "";  // for its --help: a line each, without the program's name
};

// In the order of --help.
const std::vector<Command>& command_table();

// Runs a command; a refusal is said, and becomes its exit status.
ExitStatus answer(const Command& command, const Request& request, const CommandContext& context);

ExitStatus now(const Request& request, const CommandContext& context);
ExitStatus at(const Request& request, const CommandContext& context);
ExitStatus summary(const Request& request, const CommandContext& context);
ExitStatus timeline(const Request& request, const CommandContext& context);
ExitStatus heatmap(const Request& request, const CommandContext& context);
ExitStatus overlap(const Request& request, const CommandContext& context);
ExitStatus log(const Request& request, const CommandContext& context);
ExitStatus intervals(const Request& request, const CommandContext& context);
ExitStatus coverage(const Request& request, const CommandContext& context);
ExitStatus people(const Request& request, const CommandContext& context);
ExitStatus export_history(const Request& request, const CommandContext& context);
ExitStatus status(const Request& request, const CommandContext& context);
ExitStatus reload(const Request& request, const CommandContext& context);
ExitStatus purge(const Request& request, const CommandContext& context);
ExitStatus forget(const Request& request, const CommandContext& context);
ExitStatus backup(const Request& request, const CommandContext& context);
ExitStatus repair(const Request& request, const CommandContext& context);
ExitStatus verify(const Request& request, const CommandContext& context);
ExitStatus doctor(const Request& request, const CommandContext& context);

}  // namespace presenced::commands
