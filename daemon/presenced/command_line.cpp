#include "command_line.h"

#include <CLI/CLI.hpp>
#include <string>

#include "supervise/exit_status.h"

namespace presenced {
namespace {

constexpr const char* kCommands = "Commands";  // their heading in the help

CLI::App* add_check(CLI::App& app, CommandLine& line) {
  CLI::App* check =
      app.add_subcommand("check", "check the configuration and every file that it names, print all problems and exit")
          ->fallthrough()
          ->group(kCommands);
  check->add_flag("--resolve", line.resolve,
                  "also look up the names on the watchlists in Slack and print the people they resolve to");
  check->add_flag("--connect", line.connect, "also ask Slack what the tokens can do: feeds, scopes, visible people");
  return check;
}

CLI::App* add_setup(CLI::App& app, SetupOptions& options) {
  CLI::App* setup =
      app.add_subcommand("setup", "create a Slack app and a first configuration, step by step")->group(kCommands);
  setup->footer("On a terminal it asks for what these options leave open.");
  setup->add_option("--directory", options.directory, "where the files are written")
      ->capture_default_str()
      ->type_name("DIR");
  setup->add_option("--workspace", options.workspace, "a name of your own for the workspace")->type_name("NAME");
  setup->add_option("--token-file", options.token_file, "a file that holds the bot token")->type_name("FILE");
  setup->add_option("--app-token-file", options.app_token_file, "a file that holds the app-level token")
      ->type_name("FILE");
  setup->add_option("--user", options.users, "a member to record, by id; may be repeated")->type_name("ID");
  setup->add_flag("--by-name", options.by_name,
                  "give the app the scopes for naming people by e-mail address, user group and channel");
  setup->add_option("--api-url", options.api_url, "base URL of the Web API, if not slack.com")->type_name("URL");
  setup->add_option("--ca-file", options.ca_file, "certificates to trust in addition to the system's")
      ->type_name("FILE");
  setup->add_flag("--force", options.force, "overwrite existing files");
  return setup;
}

}  // namespace

Parsed parse_command_line(int argc, char** argv) {
  CommandLine line;
  CLI::App app{"Keeps an honest history of presence and status in a Slack workspace.", "presenced"};
  app.set_version_flag("-V,--version", "presenced " PRESENCED_VERSION, "show the version and exit");
  app.set_help_flag("-h,--help", "show help and exit");
  app.get_formatter()->label("SUBCOMMAND", "COMMAND");
  app.add_option("--config", line.config_file, "the configuration")->capture_default_str()->type_name("FILE");
  app.require_subcommand(0, 1);
  app.add_subcommand("run", "record until stopped (the default without a command)")->fallthrough()->group(kCommands);
  const CLI::App* check = add_check(app, line);
  const CLI::App* setup = add_setup(app, line.setup);
  app.footer(
      "SIGHUP reloads the configuration; SIGTERM stops cleanly.\n"
      "Exit status: 0 stopped on request, 1 what check --resolve or --connect found at Slack, or what\n"
      "setup found in its directory, 2 wrong usage, 74 history, 78 configuration, 70 a bug.");
  app.failure_message([](const CLI::App*, const CLI::Error& error) {
    return "presenced: " + std::string(error.what()) + "\npresenced: see presenced --help\n";
  });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool answered = app.exit(error) == 0;
    return {std::nullopt, answered ? 0 : static_cast<int>(supervise::ExitStatus::usage)};
  }
  if (check->parsed()) line.command = Command::check;
  if (setup->parsed()) line.command = Command::setup;
  return {line, 0};
}

}  // namespace presenced
