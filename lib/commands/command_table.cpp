#include "commands/command.h"

namespace presenced::commands {
namespace {

// About people over a window, with these options besides.
CommandOptions over_a_window(CommandOptions options) {
  options.who = options.workspace = options.members = options.window = true;
  return options;
}

}  // namespace

const std::vector<Command>& command_table() {
  static const std::vector<Command> table{
      {"now",
       "show the present state of people, since when, and how certain that is",
       {.who = true, .workspace = true, .state = true, .watch = true, .sort = true},
       now,
       "now\n"
       "now @on-call dana\n"
       "now --state active --sort since",
       rendering::all_certainties},
      {"log", "show changes in order; -f follows new ones",
       over_a_window({.facet = true, .state = true, .log = true, .facets = base::Facets::all()}), log,
       "log -f\n"
       "log dana --since yesterday -r\n"
       "log -f @on-call --exec /usr/local/bin/notify --cursor-file notify.cursor",
       rendering::all_sources},
      {"intervals", "show the periods of each state and how long they lasted",
       over_a_window({.smoothing = true, .facet = true, .sort = true, .facets = base::Facets::all()}), intervals,
       "intervals dana --since yesterday\n"
       "intervals @on-call --facet status -o csv"},
      {"at",
       "show everybody's state at a given time",
       {.time = true, .who = true, .workspace = true, .members = true, .state = true, .sort = true},
       at,
       "at 'yesterday 17:30'\n"
       "at '2 hours ago' @on-call",
       rendering::all_certainties},
      {"summary", "show the time active, away and unknown, and when first and last active",
       over_a_window({.smoothing = true,
                      .period = true,
                      .facet = true,
                      .sort = true,
                      .chart = true,
                      .facets = base::Facets::all()}),
       summary,
       "summary @on-call --since monday\n"
       "summary --since 'last month' --until 'this month' --spreadsheet\n"
       "summary @on-call --since 30d --by all --weekday fri --between 13:00-17:00"},
      {"timeline", "draw a bar for each person: when active, away, unknown",
       over_a_window({.smoothing = true, .facet = true, .chart = true, .facets = base::Facets::all()}), timeline,
       "timeline @on-call\n"
       "timeline dana --since yesterday --until today --to dana.svg"},
      {"heatmap", "draw how much people were active, by hour and weekday",
       over_a_window({.smoothing = true, .chart = true}), heatmap,
       "heatmap --since 365d\n"
       "heatmap @on-call --since 4w --tz Europe/Berlin"},
      {"overlap", "show when several people were active at the same time",
       over_a_window({.smoothing = true, .overlap = true, .sort = true}), overlap,
       "overlap dana lee\n"
       "overlap @on-call --any --since 'today 2:00' --until 'today 4:00'\n"
       "overlap @on-call kim --since monday --min 15m"},
      {"coverage", "show sessions with Slack, and gaps in the recording with their reasons",
       over_a_window({.sort = true}), coverage,
       "coverage --since monday\n"
       "coverage dana --since 30d"},
      {"export", "write the history as CSV, JSON Lines or a new SQLite file", over_a_window({.to = true}),
       export_history,
       "export --since 2026-11-01 --until 2026-12-01 -o csv\n"
       "export @on-call --since 365d --to on-call.db"},
      {"wait",
       "wait until people have been in a state for some time",
       {.who = true, .who_required = true, .workspace = true, .state = true, .wait = true},
       wait,
       "wait dana --state active\n"
       "wait @on-call --state active --for 5m --timeout 1h\n"
       "wait dana lee --all --state away --for 10m",
       nullptr,
       "0  it has lasted that long, by what is recorded\n"
       "1  timeout, or failed\n"
       "3  it cannot be known: nobody is recording, or somebody is unknown at the timeout\n"
       "4  no such person or group"},
      {"people",
       "list known people, and which of them are watched",
       {.who = true, .workspace = true, .sort = true},
       people,
       "people\n"
       "people @on-call -o json"},
      {"status",
       "show the state of the running daemon: connections, people, queue",
       {.socket = true},
       status,
       "status\n"
       "status -o json"},
      {"reload", "make the running daemon reload its configuration", {.socket = true}, reload, "reload"},
      {"reconnect",
       "make the running daemon connect to Slack now, without waiting for its next attempt",
       {.socket = true},
       reconnect,
       "reconnect"},
      {"purge",
       "delete everything recorded about people",
       {.who = true, .who_required = true, .socket = true, .yes = true, .force = true},
       purge,
       "purge dana\n"
       "purge U024BE7LH --yes"},
      {"forget",
       "delete everything recorded about people, and never record them again",
       {.who = true, .socket = true, .yes = true, .force = true, .forgotten = true},
       forget,
       "forget dana\n"
       "forget --list\n"
       "forget --undo U024BE7LH"},
      {"backup",
       "make a consistent copy, even while the daemon runs",
       {.file = true},
       backup,
       "backup /srv/backup/history-2026-11-20.db"},
      {"replicate",
       "keep a copy of the history in a central PostgreSQL database",
       {.replicate = true},
       replicate,
       "replicate --to postgresql://presenced_writer@db.example.org/presenced\n"
       "replicate --to 'postgresql:///presenced?host=/run/postgresql' --origin berlin --once"},
      {"repair",
       "move aside records that a wrong clock dated into the future",
       {.socket = true, .yes = true, .repair = true},
       repair,
       "repair --dry-run\n"
       "repair"},
      {"verify", "check the integrity of the file and of its contents", {}, verify, "verify"},
      {"doctor",
       "report on the whole installation, without secrets, for a bug report",
       {.socket = true},
       doctor,
       "doctor"},
      {"serve",
       "serve a read-only web page over the history",
       {.serve = true, .tokens = true, .groups = true},
       serve,
       "serve\n"
       "serve --listen 127.0.0.1:9000 --group on-call\n"
       "serve --unix /run/presenced-web/page.sock --trust-header X-Remote-User"},
      {"token",
       "add, list or revoke who may look at the web page",
       {.workspace = true, .token = true, .tokens = true, .groups = true},
       token,
       "token add dana --tokens /etc/presenced/page.tokens\n"
       "token add visitor --group on-call --until 2026-12-31 --tokens /etc/presenced/page.tokens\n"
       "token revoke visitor --tokens /etc/presenced/page.tokens"},
  };
  return table;
}

ExitStatus answer(const Command& command, const Request& request, const CommandContext& context) {
  try {
    return command.run(request, context);
  } catch (const Refused& refused) {
    return report(refused, context.output);
  }
}

ExitStatus report(const Refused& refused, Output& output) {
  for (const std::string& line : refused.lines) output.say(line);
  return refused.status;
}

}  // namespace presenced::commands
