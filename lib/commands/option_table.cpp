#include "commands/option_table.h"

#include <string_view>

#include "commands/facet.h"

namespace presenced::commands {

const Words<rendering::Format>& format_words() {
  static const Words<rendering::Format> words{{"table", rendering::Format::table},
                                              {"json", rendering::Format::json},
                                              {"jsonl", rendering::Format::jsonl},
                                              {"csv", rendering::Format::csv}};
  return words;
}

const Words<rendering::Period>& period_words() {
  static const Words<rendering::Period> words{
      {"hour", rendering::Period::hour}, {"day", rendering::Period::day},     {"weekday", rendering::Period::weekday},
      {"week", rendering::Period::week}, {"month", rendering::Period::month}, {"year", rendering::Period::year},
      {"all", rendering::Period::all}};
  return words;
}

const Words<ColourChoice>& colour_words() {
  static const Words<ColourChoice> words{
      {"auto", ColourChoice::automatic}, {"always", ColourChoice::always}, {"never", ColourChoice::never}};
  return words;
}

const std::vector<OptionRow>& option_table() {
  using Options = CommandOptions;
  // clang-format off
  static const std::vector<OptionRow> table{
      // Of every command.
      {"--db", "FILE", "the database file of the history", &Request::db},
      {"--config", "FILE", "the daemon's configuration; it names the history and the control socket", &Request::config},
      {"--tz", "ZONE", "time zone in which times are read and shown (default: the local zone)", &Request::tz},
      {"-o,--output", "FORMAT", "table, json, jsonl or csv (default: table)", &Request::format},
      {"--spreadsheet", "", "CSV for a spreadsheet: local times, decimal hours", &Request::spreadsheet},
      {"--color", "WHEN", "auto, always or never (default: auto)", &Request::color},
      {"--no-pager", "", "do not show a long answer in a pager", &Request::no_pager},
      {"--strict", "", "exit with status 3 if any of the answer is unknown", &Request::strict},

      // Operands.
      {"TIME", "", "such as 'yesterday 17:30'", &Request::time, &Options::time, true},
      {"WHO", "", "an id, a name, an email address or @group", &Request::who, &Options::who},
      {"FILE", "", "a new file", &Request::file, &Options::file, true},
      {"HISTORY", "", "ORIGIN=FILE: several histories at once, each with its name", &Request::histories, &Options::replicate},

      // Of single commands.
      {"--workspace", "NAME", "only people of this workspace", &Request::workspace, &Options::workspace},
      {"--members", "WHEN", "now: @group is its members of today (default: those of the time)", &Request::members,
       &Options::members},
      {"--since", "TIME", "start of the window", &Request::since, &Options::window},
      {"--until", "TIME", "end of the window, exclusive (default: now)", &Request::until, &Options::window},
      {"--idle-grace", "SPAN", "shorten each active period by SPAN", &Request::idle_grace, &Options::smoothing},
      {"--merge-flaps", "SPAN", "ignore changes undone within SPAN", &Request::merge_flaps, &Options::smoothing},
      {"--by", "PERIOD", "hour, day, weekday, week, month, year or all (default: day)", &Request::by, &Options::period},
      {"--weekday", "DAYS", "only these weekdays, such as fri, mon-fri or sat,sun", &Request::weekday, &Options::period},
      {"--between", "CLOCK", "only this time of day, such as 13:00-17:00", &Request::between, &Options::period},
      {"--any", "", "when at least one of them was active", &Request::any, &Options::overlap},
      {"--min", "SPAN", "only periods of at least SPAN", &Request::min, &Options::overlap},
      {"--facet", "FACET", "", &Request::facet, &Options::facet},
      {"--state", "STATE", "", &Request::state, &Options::state},
      {"-w,--watch", "", "redraw the table as states change", &Request::watch, &Options::watch},
      {"-f,--follow", "", "keep printing changes as they are recorded", &Request::follow, &Options::log},
      {"-n,--lines", "COUNT", "only the newest COUNT changes; -5 means -n 5", &Request::newest, &Options::log},
      {"-r,--reverse", "", "newest first", &Request::reverse, &Options::log},
      {"--after", "SEQ", "only changes recorded after change number SEQ", &Request::after, &Options::log},
      {"--grep", "TEXT", "only changes to a state that contains TEXT, such as a status", &Request::grep, &Options::log},
      {"--source", "SOURCE", "only changes found in this way; several with commas", &Request::source, &Options::log},
      {"--sort", "COLUMN", "order of the rows: largest number or first name first", &Request::sort, &Options::sort},
      {"--top", "COUNT", "only the first COUNT rows", &Request::top, &Options::sort},
      {"--to", "FILE", "write a new SQLite file instead of text", &Request::to, &Options::to},
      {"--to", "FILE", "draw the answer into a new .svg or .html file", &Request::to, &Options::chart},
      {"--to", "ADDRESS", "of PostgreSQL: postgresql://USER@HOST:PORT/DATABASE (default: $PRESENCED_CENTRE)", &Request::to, &Options::replicate},
      {"--origin", "NAME", "what this history is called at the centre (default: the host name)", &Request::origin,
       &Options::replicate},
      {"--password-file", "FILE", "file that holds the password, for its owner alone", &Request::password_file,
       &Options::replicate},
      {"--once", "", "copy what there is now, and exit", &Request::once, &Options::replicate},
      {"--replace", "", "delete first what the centre has of this origin", &Request::replace, &Options::replicate},
      {"-y,--yes", "", "do not ask for confirmation; required without a terminal", &Request::yes, &Options::yes},
      {"--force", "", "accept an id that is in neither the history nor a watchlist", &Request::force, &Options::force},
      {"-n,--dry-run", "", "show what would be moved; change nothing", &Request::dry_run, &Options::repair},
      {"--list", "", "list forgotten people, with the time and the user who asked", &Request::list, &Options::forgotten},
      {"--undo", "", "allow WHO, given by id, to be recorded again", &Request::undo, &Options::forgotten},
      {"--socket", "FILE", "the daemon's control socket", &Request::socket, &Options::socket},
  };
  // clang-format on
  return table;
}

std::string about(const OptionRow& row, const CommandOptions& options) {
  const std::string_view names = row.names;
  if (names == "--facet")
    return words_of(options) + (options.log ? " (default: all but group)" : " (default: presence)");
  if (names == "--state")
    return options.log ? "only changes to active or away" : "only people who are active, away or unknown";
  if (names == "--since") {
    if (options.log) return "start of the window (default: today; with -f, -n or --after: the first record)";
    return options.to ? "start of the window (default: the first record)" : "start of the window (default: today)";
  }
  if (names == "WHO" && !options.who_required && !options.forgotten)
    return std::string(row.about) + " (default: everybody)";
  return row.about;
}

}  // namespace presenced::commands
