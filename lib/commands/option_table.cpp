#include "commands/option_table.h"

#include <charconv>
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

base::Result<std::int64_t, std::string> count_in(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0)
    return "must be a whole number of 0 or more, not '" + base::printable(text) + "'";
  return number;
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
      {"ACTION", "", "add, list or revoke", &Request::action, &Options::token, true},
      {"NAME", "", "a name for the token, such as whose it is", &Request::token_name, &Options::token},
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
      {"--for", "SPAN", "how long it has to have lasted (default: 0s)", &Request::lasting, &Options::wait},
      {"--timeout", "SPAN", "give up after SPAN (default: never)", &Request::timeout, &Options::wait},
      {"--any", "", "at every moment at least one of them (default)", &Request::any, &Options::wait},
      {"--all", "", "all of them", &Request::all, &Options::wait},
      {"-w,--watch", "", "redraw the table as states change", &Request::watch, &Options::watch},
      {"-f,--follow", "", "keep printing changes as they are recorded", &Request::follow, &Options::log},
      {"--exec", "PROGRAM", "with -f: run PROGRAM for each change, with its JSON on standard input", &Request::exec,
       &Options::log},
      {"--post", "URL", "with -f: send each change as JSON by HTTP POST", &Request::post, &Options::log},
      {"--cursor-file", "FILE", "with --exec or --post: keeps which changes are acknowledged", &Request::cursor_file,
       &Options::log},
      {"--hook-timeout", "SPAN", "with --exec or --post: time limit of one delivery (default: 30s)",
       &Request::hook_timeout, &Options::log},
      {"--post-headers", "FILE", "with --post: further header lines, such as Authorization", &Request::post_headers,
       &Options::log},
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
      {"--listen", "ADDRESS", "address and port of the page (default: 127.0.0.1:8420)", &Request::listen,
       &Options::serve},
      {"--unix", "FILE", "a Unix socket instead, for a reverse proxy", &Request::unix_socket, &Options::serve},
      {"--tokens", "FILE", "the file of the tokens that open the page", &Request::tokens, &Options::tokens},
      {"--trust-header", "NAME", "the header in which a reverse proxy names the user", &Request::trust_header,
       &Options::serve},
      {"--allow-host", "NAME", "a host name under which the page is reached; repeatable", &Request::allow_hosts,
       &Options::serve},
      {"--group", "NAME", "only the members of this group, while they are members; repeatable", &Request::groups,
       &Options::groups},
      {"--until", "TIME", "when the token ends (default: never)", &Request::until, &Options::token},
      {"--access-log", "", "log each request, without what was asked", &Request::access_log, &Options::serve},
      {"--socket", "FILE", "the daemon's control socket", &Request::socket, &Options::socket},
  };
  // clang-format on
  return table;
}

std::string about(const OptionRow& row, const CommandOptions& options) {
  const std::string_view names = row.names;
  if (names == "--facet")
    return words_of(options) + (options.log ? " (default: all but group)" : " (default: presence)");
  if (names == "--state" && options.wait) return "active, away or unknown";
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
