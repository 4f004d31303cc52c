// The commands of presencectl: one file for each family, one row of the table for each command. To add a command: a
// function here and its row in command_table.cpp; the command line, its help and the completions follow the table.
#pragma once

#include <string_view>
#include <vector>

#include "base/facets.h"
#include "commands/command_context.h"
#include "commands/request.h"
#include "rendering/glossary.h"

namespace presenced::commands {

// The groups of options that a command takes besides the options of every command; the rows are in option_table.h.
struct CommandOptions {
  bool time = false;          // TIME, before WHO
  bool who = false;           // WHO...
  bool who_required = false;  // at least one WHO
  bool workspace = false;     // --workspace
  bool members = false;       // --members
  bool window = false;        // --since, --until
  bool smoothing = false;     // --idle-grace, --merge-flaps
  bool period = false;        // --by, --weekday, --between
  bool overlap = false;       // --any, --min
  bool facet = false;         // --facet, one of `facets`
  bool state = false;         // --state
  bool watch = false;         // --watch
  bool wait = false;          // --for, --timeout, --any, --all
  bool log = false;           // -f, -n, -r, --after, --grep, --source
  bool sort = false;          // --sort, --top
  bool to = false;            // --to: a SQLite file
  bool chart = false;         // --to: a picture
  bool replicate = false;     // --to: PostgreSQL, --origin, --password-file, --replace, --once, ORIGIN=FILE
  bool socket = false;        // --socket
  bool file = false;          // FILE
  bool yes = false;           // --yes
  bool force = false;         // --force
  bool repair = false;        // --dry-run
  bool forgotten = false;     // --list, --undo
  bool serve = false;         // --listen, --unix, --trust-header, --allow-host, --access-log
  bool token = false;         // ACTION, NAME, --until
  bool tokens = false;        // --tokens
  bool groups = false;        // --group
  base::Facets facets{};
};

struct Command {
  const char* name;
  const char* about;  // one line of --help
  CommandOptions options;
  // Throws Refused.
  ExitStatus (*run)(const Request&, const CommandContext&);
  const char* examples = "";  // of its --help: one a line, without the program's name
  // The meaning of the words in its answer, for its --help; null: nothing needs explaining.
  std::vector<rendering::Word> (*words)() = nullptr;
  const char* statuses = "";  // of its --help, where exit statuses have meanings of its own: one a line
};

// In the order of --help.
const std::vector<Command>& command_table();

// Runs a command. A refusal is reported on the output, and becomes the exit status.
ExitStatus answer(const Command& command, const Request& request, const CommandContext& context);
// Reports a refusal.
ExitStatus report(const Refused& refused, Output& output);

ExitStatus now(const Request& request, const CommandContext& context);
ExitStatus at(const Request& request, const CommandContext& context);
ExitStatus summary(const Request& request, const CommandContext& context);
ExitStatus timeline(const Request& request, const CommandContext& context);
ExitStatus heatmap(const Request& request, const CommandContext& context);
ExitStatus overlap(const Request& request, const CommandContext& context);
ExitStatus log(const Request& request, const CommandContext& context);
ExitStatus intervals(const Request& request, const CommandContext& context);
ExitStatus coverage(const Request& request, const CommandContext& context);
ExitStatus wait(const Request& request, const CommandContext& context);
ExitStatus people(const Request& request, const CommandContext& context);
ExitStatus export_history(const Request& request, const CommandContext& context);
ExitStatus status(const Request& request, const CommandContext& context);
ExitStatus reload(const Request& request, const CommandContext& context);
ExitStatus reconnect(const Request& request, const CommandContext& context);
ExitStatus purge(const Request& request, const CommandContext& context);
ExitStatus forget(const Request& request, const CommandContext& context);
ExitStatus backup(const Request& request, const CommandContext& context);
ExitStatus replicate(const Request& request, const CommandContext& context);
ExitStatus repair(const Request& request, const CommandContext& context);
ExitStatus verify(const Request& request, const CommandContext& context);
ExitStatus doctor(const Request& request, const CommandContext& context);
ExitStatus serve(const Request& request, const CommandContext& context);
ExitStatus token(const Request& request, const CommandContext& context);

}  // namespace presenced::commands
