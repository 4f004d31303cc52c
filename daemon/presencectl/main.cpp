// presencectl: asks the history questions. The command line here, the commands in lib/commands.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <functional>
#include <memory>
#include <sstream>
#include <utility>

#include "change_wait.h"
#include "commands/command.h"
#include "commands/facet.h"
#include "commands/usage.h"
#include "terminal.h"
#include "text/text.h"

namespace {

using namespace presenced;

std::optional<std::string> environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? std::optional<std::string>(value) : std::nullopt;
}

std::string default_database() {
  const std::string folder = environment("STATE_DIRECTORY").value_or("");
  return (folder.empty() ? "/var/lib/presenced" : folder) + "/history.db";
}

// What an option may be, in the order in which people are told.
template <class Value>
using Words = std::vector<std::pair<std::string, Value>>;

const Words<rendering::Format> kFormats{{"table", rendering::Format::table},
                                        {"json", rendering::Format::json},
                                        {"jsonl", rendering::Format::jsonl},
                                        {"csv", rendering::Format::csv}};

const Words<rendering::Period> kPeriods{
    {"day", rendering::Period::day}, {"week", rendering::Period::week}, {"all", rendering::Period::all}};

// An option whose value is one of a few words.
template <class Value>
CLI::Option* add_choice(CLI::App& app, const std::string& name, const char* about, const Words<Value>& words,
                        Value& into) {
  return app.add_option_function<std::string>(
      name,
      [name, &words, &into](const std::string& word) {
        const auto found =
            std::find_if(words.begin(), words.end(), [&](const auto& entry) { return entry.first == word; });
        std::string expected;
        for (const auto& entry : words) expected += (expected.empty() ? "" : ", ") + entry.first;
        if (found == words.end()) throw CLI::ValidationError(name, "'" + word + "' is none of " + expected);
        into = found->second;
      },
      about);
}

void add_common(CLI::App& app, commands::Request& request) {
  app.set_version_flag("--version", "presencectl " PRESENCED_VERSION);
  app.add_option("--db", request.db, "the history")->capture_default_str()->type_name("FILE");
  app.add_option("--tz", request.tz, "the zone of times; without it the local one")->type_name("ZONE");
  add_choice(app, "-o,--output", "table, json, jsonl or csv; without it table", kFormats, request.format)
      ->type_name("FORMAT");
  app.add_flag("--strict", request.strict, "end with 3 when the answer contains unknown");
  app.require_subcommand(1);
  app.get_formatter()->label("SUBCOMMAND", "COMMAND");
  app.footer("Exit status: 0 answered, 1 failed, 2 wrong usage, 3 unknown with --strict, 4 no such person.");
}

std::string footer_of(const commands::Command& command) {
  std::string text = "Of every command: --db, --tz, -o, --strict; see presencectl --help.\n\nExamples:";
  std::istringstream examples(command.examples);
  for (std::string line; std::getline(examples, line);) text += "\n  presencectl " + line;
  return text;
}

// CLI::NonNegativeNumber would tell of 309 digits. Without a description: the type's name says it in --help.
std::string whole_number(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is = error == std::errc{} && end == text.data() + text.size() && number >= 0;
  return is ? "" : "'" + text::printable(text) + "' is not a whole number of 0 or more";
}

void add_log(CLI::App& sub, commands::Request& request) {
  const CLI::Validator count(whole_number, "");
  sub.add_flag("-f,--follow", request.follow, "go on with what is recorded from now on");
  sub.add_option("-n,--lines", request.newest, "the newest COUNT")->type_name("COUNT")->check(count);
  sub.add_flag("-r,--reverse", request.reverse, "the newest first");
  sub.add_option("--after", request.after, "what was recorded after the change of this number")
      ->type_name("SEQ")
      ->check(count);
}

// Of a window, as --help tells it.
const char* start_of(const commands::CommandOptions& options) {
  if (options.log) return "the window's start; without it today, with -f, -n or --after the history's";
  return options.to ? "the window's start; without it the history's" : "the window's start; without it today";
}

void add_command(CLI::App& app, const commands::Command& command, commands::Request& request,
                 const commands::Command*& chosen) {
  CLI::App* sub = app.add_subcommand(command.name, command.about)->fallthrough()->group("Commands");
  sub->footer(footer_of(command));
  const commands::CommandOptions& options = command.options;
  if (options.time) sub->add_option("TIME", request.time, "such as 'yesterday 17:30'")->required();
  if (options.who)
    sub->add_option(
           "WHO", request.who,
           fmt::format("an id, a name, an e-mail address or @group{}", options.yes ? "" : "; without it everybody"))
        ->required(options.yes && !options.forgotten);
  if (options.window) {
    sub->add_option("--since", request.since, start_of(options))->type_name("TIME");
    sub->add_option("--until", request.until, "the window's end, itself not in it; without it now")->type_name("TIME");
  }
  if (options.smoothing) {
    sub->add_option("--idle-grace", request.idle_grace, "take this off the end of being active")->type_name("SPAN");
    sub->add_option("--merge-flaps", request.merge_flaps, "overlook changes that went back so soon")->type_name("SPAN");
  }
  if (options.period)
    add_choice(*sub, "--by", "day, week or all; without it day", kPeriods, request.by)->type_name("PERIOD");
  if (options.facets != base::Facets{})
    sub->add_option("--facet", request.facet,
                    commands::words_of(options.facets) + (options.log ? "; without it all" : ""))
        ->type_name("FACET");
  if (options.log) add_log(*sub, request);
  if (options.to) sub->add_option("--to", request.to, "a new SQLite file, in place of text")->type_name("FILE");
  if (options.file) sub->add_option("FILE", request.file, "a new file")->required();
  if (options.yes) {
    sub->add_flag("-y,--yes", request.yes, "do not ask; needed where there is no terminal to ask on");
    sub->add_flag("--force", request.force, "also an id that neither the history nor a watchlist has");
  }
  if (options.repair) {
    sub->add_flag("-n,--dry-run", request.dry_run, "show what would be moved, and change nothing");
    sub->add_flag("-y,--yes", request.yes, "do not ask; needed where there is no terminal to ask on");
  }
  if (options.forgotten) {
    sub->add_flag("--list", request.list, "who was forgotten, when, and which user asked for it");
    sub->add_flag("--undo", request.undo, "WHO, by id, may be recorded again");
  }
  if (options.socket)
    sub->add_option("--socket", request.socket,
                    "the daemon's control socket; without it control.sock in $RUNTIME_DIRECTORY or /run/presenced")
        ->type_name("FILE");
  if (options.config)
    sub->add_option("--config", request.config, "the daemon's configuration")->capture_default_str()->type_name("FILE");
  sub->callback([&chosen, &command] { chosen = &command; });
}

void add_options(const CLI::App& app, std::vector<std::string>& names) {
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
}

// Help and version are answers, too; everything else that ends the parsing is wrong usage.
commands::ExitStatus not_parsed(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) {
    app.exit(error);
    return commands::ExitStatus::answered;
  }
  commands::WrongUsage wrong{error.what(), "", app.remaining(true), {}, {}};
  for (const commands::Command& command : commands::command_table()) wrong.commands.emplace_back(command.name);
  add_options(app, wrong.options);
  for (const CLI::App* sub : app.get_subcommands()) {
    wrong.command = sub->get_name();
    add_options(*sub, wrong.options);
  }
  presencectl::StandardOutput output;
  for (const std::string& line : commands::usage_lines(wrong)) output.say(line);
  return commands::ExitStatus::usage;
}

base::WallTime wall_clock() {
  return base::wall_from_unix_ms(
      std::chrono::floor<base::Millis>(std::chrono::system_clock::now()).time_since_epoch().count());
}

int run(int argc, char** argv) {
  commands::Request request;
  request.db = default_database();
  request.config = "/etc/presenced/presenced.yaml";
  CLI::App app{"Asks the history of presenced questions.", "presencectl"};
  add_common(app, request);
  const commands::Command* chosen = nullptr;
  for (const commands::Command& command : commands::command_table()) add_command(app, command, request, chosen);
  if (argc == 1) {
    fmt::print("{}", app.help());
    return static_cast<int>(commands::ExitStatus::answered);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return static_cast<int>(not_parsed(app, error));
  }
  request.command = chosen->name;
  presencectl::StandardOutput output;
  commands::CommandContext context{output, wall_clock, environment("TZ"), presencectl::style_of_standard_output()};
  if (request.follow)
    context.wait_for_change = [waiting = std::make_shared<presencectl::ChangeWait>(request.db)] {
      return (*waiting)();
    };
  context.version = PRESENCED_VERSION;
  context.variable = [](const std::string& name) { return environment(name.c_str()); };
  context.confirm = presencectl::confirm_on_terminal();
  context.progress = presencectl::progress_on_terminal();
  return static_cast<int>(commands::answer(*chosen, request, context));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "presencectl: {}\n", error.what());
    return static_cast<int>(commands::ExitStatus::failed);
  }
}
