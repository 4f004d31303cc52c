// presencectl: asks the history questions. The command line here, the commands in lib/ask.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <map>

#include "ask/command.h"
#include "terminal.h"

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

const std::map<std::string, query::Format> kFormats{{"table", query::Format::table},
                                                    {"json", query::Format::json},
                                                    {"jsonl", query::Format::jsonl},
                                                    {"csv", query::Format::csv}};

void add_common(CLI::App& app, ask::Request& request) {
  app.set_version_flag("--version", "presencectl " PRESENCED_VERSION);
  app.add_option("--db", request.db, "the history")->capture_default_str()->type_name("FILE");
  app.add_option("--tz", request.tz, "the zone of times; without it the local one")->type_name("ZONE");
  app.add_option("-o,--output", request.format, "table, json, jsonl or csv")
      ->transform(CLI::CheckedTransformer(kFormats).description(""))
      ->type_name("FORMAT");
  app.add_flag("--strict", request.strict, "end with 3 when the answer contains unknown");
  app.require_subcommand(1);
  app.footer("Exit status: 0 answered, 1 failed, 2 wrong usage, 3 unknown with --strict, 4 no such person.");
}

void add_command(CLI::App& app, const ask::Command& command, ask::Request& request, const ask::Command*& chosen) {
  CLI::App* sub = app.add_subcommand(command.name, command.about)->fallthrough();
  const ask::Takes& takes = command.takes;
  if (takes.time) sub->add_option("TIME", request.time, "such as 'yesterday 17:30'")->required();
  if (takes.who)
    sub->add_option("WHO", request.who, "an id, a name, an e-mail address or @group; without it everybody");
  if (takes.window) {
    sub->add_option("--since", request.since, "the window's start; without it today")->type_name("TIME");
    sub->add_option("--until", request.until, "the window's end, itself not in it; without it now")->type_name("TIME");
  }
  if (takes.smoothing) {
    sub->add_option("--idle-grace", request.idle_grace, "take this off the end of being active")->type_name("SPAN");
    sub->add_option("--merge-flaps", request.merge_flaps, "overlook changes that went back so soon")->type_name("SPAN");
  }
  sub->callback([&chosen, &command] { chosen = &command; });
}

base::WallTime wall_clock() {
  return base::wall_from_unix_ms(
      std::chrono::floor<base::Millis>(std::chrono::system_clock::now()).time_since_epoch().count());
}

int run(int argc, char** argv) {
  ask::Request request;
  request.db = default_database();
  CLI::App app{"Asks the history of presenced questions.", "presencectl"};
  add_common(app, request);
  const ask::Command* chosen = nullptr;
  for (const ask::Command& command : ask::command_table()) add_command(app, command, request, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return static_cast<int>(app.exit(error) == 0 ? ask::ExitStatus::answered : ask::ExitStatus::usage);
  }
  request.command = chosen->name;
  presencectl::StandardOutput output;
  const ask::Surroundings surroundings{output, wall_clock, environment("TZ"), presencectl::style_of_standard_output()};
  return static_cast<int>(ask::answer(*chosen, request, surroundings));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "presencectl: {}\n", error.what());
    return static_cast<int>(ask::ExitStatus::failed);
  }
}
