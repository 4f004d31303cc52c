#include "command_line.h"

#include <CLI/CLI.hpp>
#include <string>

#include "supervise/exit_status.h"

namespace presenced {

Parsed parse_command_line(int argc, char** argv) {
  CommandLine line;
  CLI::App app{"Keeps an honest history of who is active, away or unknown in a Slack workspace.", "presenced"};
  app.set_version_flag("--version", "presenced " PRESENCED_VERSION);
  app.add_option("--config", line.config_file, "the configuration")->capture_default_str()->type_name("FILE");
  app.require_subcommand(0, 1);
  app.add_subcommand("run", "record until told to stop (what it does without a command)")->fallthrough();
  CLI::App* check =
      app.add_subcommand("check", "read the configuration and everything it names, print what is wrong, and end")
          ->fallthrough();
  bool resolve = false;
  check->add_flag("--resolve", resolve, "also ask Slack whom the names on the watchlists stand for, and print them");
  app.footer(
      "SIGHUP reads the configuration again; SIGTERM ends cleanly.\n"
      "Exit status: 0 stopped on request, 1 a name that check --resolve could not resolve, 2 wrong\n"
      "usage, 74 history, 78 configuration, 70 a bug.");
  app.failure_message([](const CLI::App*, const CLI::Error& error) {
    return "presenced: " + std::string(error.what()) + "\npresenced: see presenced --help\n";
  });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool answered = app.exit(error) == 0;
    return {std::nullopt, answered ? 0 : static_cast<int>(supervise::ExitStatus::usage)};
  }
  if (check->parsed()) line.command = resolve ? Command::resolve : Command::check;
  return {line, 0};
}

}  // namespace presenced
