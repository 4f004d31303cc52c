// presencectl: asks the history questions. The command line here, the answers in the files of the commands.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <exception>

#include "command.h"

namespace {

using namespace presenced::presencectl;

std::string default_database() {
  const char* folder = std::getenv("STATE_DIRECTORY");
  return (folder && *folder ? std::string(folder) : "/var/lib/presenced") + "/history.db";
}

int run(int argc, char** argv) {
  Options options{.db = default_database(), .tz = {}, .time = {}, .who = {}};
  CLI::App app{"Asks the history of presenced questions.", "presencectl"};
  app.set_version_flag("--version", "presencectl " PRESENCED_VERSION);
  app.add_option("--db", options.db, "the history")->capture_default_str()->type_name("FILE");
  app.add_option("--tz", options.tz, "the zone of times; without it the local one")->type_name("ZONE");
  app.add_option("-o,--output", options.format, "table, json, jsonl or csv")
      ->check(CLI::IsMember({"table", "json", "jsonl", "csv"}))
      ->capture_default_str();
  app.add_flag("--strict", options.strict, "end with 3 when the answer contains unknown");
  app.require_subcommand(1);
  app.footer("Exit status: 0 answered, 1 failed, 2 wrong usage, 3 unknown with --strict, 4 no such person.");
  const Command* chosen = nullptr;
  for (const Command& command : command_table()) {
    CLI::App* sub = app.add_subcommand(command.name, command.about)->fallthrough();
    if (command.takes_time) sub->add_option("TIME", options.time, "such as 'yesterday 17:30'")->required();
    sub->add_option("WHO", options.who, "an id, a name, an e-mail address or @group; without it everybody");
    sub->callback([&chosen, &command] { chosen = &command; });
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return static_cast<int>(app.exit(error) == 0 ? ExitStatus::answered : ExitStatus::usage);
  }
  return static_cast<int>(chosen->run(options));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "presencectl: {}\n", error.what());
    return static_cast<int>(ExitStatus::failed);
  }
}
