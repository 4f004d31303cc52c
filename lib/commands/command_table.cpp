#include "commands/command.h"

namespace presenced::commands {

const std::vector<Command>& command_table() {
  static const std::vector<Command> table{
      {"now",
       "present state of people, since when, and how certain that is",
       {.who = true},
       now,
       "now\n"
       "now @on-call dana"},
      {"log",
       "what changed, in order; -f goes on",
       {.who = true, .window = true, .facets = base::Facets::all(), .log = true},
       log,
       "log -f\n"
       "log dana --since yesterday -r\n"
       "log --after 1041 -o jsonl"},
      {"intervals",
       "spans of each state with their lengths",
       {.who = true, .window = true, .smoothing = true, .facets = base::Facets::all()},
       intervals,
       "intervals dana --since yesterday\n"
       "intervals @on-call --facet status -o csv"},
      {"at",
       "who was what at a moment",
       {.time = true, .who = true},
       at,
       "at 'yesterday 17:30'\n"
       "at -2h @on-call"},
      {"summary",
       "time active, away and unknown, first and last active",
       {.who = true, .window = true, .smoothing = true, .period = true},
       summary,
       "summary @on-call --since monday\n"
       "summary dana --since 2026-11-01 --until 2026-12-01 --by week --idle-grace 10m"},
      {"timeline",
       "a bar for each person: when active, away, unknown",
       {.who = true, .window = true, .smoothing = true},
       timeline,
       "timeline @on-call\n"
       "timeline dana --since yesterday --until today"},
      {"heatmap",
       "share of covered time in which people were active, by hour and weekday",
       {.who = true, .window = true, .smoothing = true},
       heatmap,
       "heatmap --since 365d\n"
       "heatmap @on-call --since 4w --tz Europe/Berlin"},
      {"overlap",
       "when all of them were active",
       {.who = true, .window = true, .smoothing = true},
       overlap,
       "overlap dana lee\n"
       "overlap @on-call kim --since monday --merge-flaps 30s"},
      {"coverage",
       "gaps and sessions, with reasons",
       {.who = true, .window = true},
       coverage,
       "coverage --since monday\n"
       "coverage dana --since 30d"},
      {"export",
       "the history of people as CSV, JSON Lines or a new SQLite file",
       {.who = true, .window = true, .to = true},
       export_history,
       "export --since 2026-11-01 --until 2026-12-01 -o csv\n"
       "export @on-call --since 365d --to on-call.db"},
      {"people",
       "who is known and who is watched",
       {.who = true},
       people,
       "people\n"
       "people @on-call -o json"},
      {"status",
       "how the running daemon stands: connections, people, queue",
       {.socket = true},
       status,
       "status\n"
       "status -o json"},
      {"reload", "have the running daemon apply the configuration now", {.socket = true}, reload, "reload"},
      {"purge",
       "delete all that is recorded of people",
       {.who = true, .socket = true, .yes = true},
       purge,
       "purge dana\n"
       "purge U024BE7LH --yes"},
      {"forget",
       "delete all that is recorded of people, and never record them again",
       {.who = true, .socket = true, .config = true, .yes = true, .forgotten = true},
       forget,
       "forget dana\n"
       "forget --list\n"
       "forget --undo U024BE7LH"},
      {"backup",
       "copy the history, consistent, while the daemon records",
       {.file = true},
       backup,
       "backup /srv/backup/history-2026-11-20.db"},
      {"repair",
       "move aside what a wrong clock has dated into the future",
       {.socket = true, .repair = true},
       repair,
       "repair --dry-run\n"
       "repair"},
      {"verify", "is the history sound, as a file and in what it says?", {}, verify, "verify"},
      {"doctor",
       "a report on the whole installation, without secrets, for a bug report",
       {.socket = true, .config = true},
       doctor,
       "doctor"},
  };
  return table;
}

ExitStatus answer(const Command& command, const Request& request, const CommandContext& context) {
  try {
    return command.run(request, context);
  } catch (const Refused& refused) {
    for (const std::string& line : refused.lines) context.output.say(line);
    return refused.status;
  }
}

}  // namespace presenced::commands
