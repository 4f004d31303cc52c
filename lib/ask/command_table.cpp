#include "ask/command.h"

namespace presenced::ask {

const std::vector<Command>& command_table() {
  static const std::vector<Command> table{
      {"now",
       "present state of people, since when, and how certain that is",
       {.who = true},
       now,
       "now\n"
       "now @on-call dana"},
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
  };
  return table;
}

ExitStatus answer(const Command& command, const Request& request, const Surroundings& surroundings) {
  try {
    return command.run(request, surroundings);
  } catch (const Refused& refused) {
    for (const std::string& line : refused.lines) surroundings.output.say(line);
    return refused.status;
  }
}

}  // namespace presenced::ask
