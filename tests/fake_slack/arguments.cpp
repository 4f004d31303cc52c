#include "fake_slack/arguments.h"

#include <CLI/CLI.hpp>

namespace presenced::fake_slack {

namespace {

void add_modern_options(CLI::App& app, Arguments& arguments) {
  auto* modern =
      app.add_flag("--modern", arguments.modern,
                   "A modern app in place of the classic one: rtm.connect refuses its bot token, presence is "
                   "polled, statuses come through Socket Mode");
  auto* app_token = app.add_option("--app-token", arguments.app_token, "The modern app's app-level token")
                        ->type_name("TOKEN")
                        ->capture_default_str()
                        ->needs(modern);
  app.add_option("--app-token-out", arguments.app_token_out, "Write that token here, for the owner's eyes only")
      ->type_name("FILE")
      ->needs(modern);
  app.add_flag("--no-app-token", arguments.no_app_token, "The modern app has no app-level token: no Socket Mode")
      ->needs(modern)
      ->excludes(app_token);
  app.add_option("--classic-token", arguments.classic_token, "A classic app beside the modern one, with this token")
      ->type_name("TOKEN")
      ->needs(modern);
  app.add_option("--retry-after", arguments.retry_after_s,
                 "An event that is not acknowledged is sent again this long after each failure (default: 0 60 300)")
      ->type_name("SECONDS")
      ->needs(modern);
  app.add_flag("--org-wide", arguments.org_wide,
               "The modern app is installed in a whole organisation: each call must name team_id T0FAKE")
      ->needs(modern);
}

}  // namespace

std::variant<Arguments, int> read_arguments(int argc, char** argv) {
  Arguments arguments;
  CLI::App app{
      "A Slack workspace on this machine: rtm.connect and the presence socket, apps.connections.open and Socket Mode,\n"
      "auth.test, users.list, users.info, users.lookupByEmail, users.getPresence, users.setPresence, usergroups.list,\n"
      "usergroups.users.list, conversations.list and conversations.members, with Slack's limits and without Slack.\n"
      "Any RTM or Socket Mode client can be pointed at it. Runs until SIGTERM or SIGINT, prints what the client did\n"
      "wrong, and exits 1 if there was anything.",
      "fake_slack"};
  app.add_option("--port", arguments.port, "Listen on 127.0.0.1:PORT (default: any free port)")->type_name("PORT");
  app.add_flag("--plain", arguments.plain, "http and ws in place of https and wss");
  app.add_option("--token", arguments.token, "The token of the classic app; with --modern, the modern app's bot token")
      ->type_name("TOKEN")
      ->capture_default_str();
  app.add_option("--token-out", arguments.token_out, "Write that token here, for the owner's eyes only")
      ->type_name("FILE");
  add_modern_options(app, arguments);
  app.add_option("--scopes", arguments.scopes, "What --token may do, separated by commas (default: everything)")
      ->type_name("SCOPES");
  app.add_option("--cookie", arguments.cookie, "Ask for this `d` cookie, and be the Slack of a browser session")
      ->type_name("VALUE");
  app.add_option("--ca-out", arguments.ca_out, "Write the certificate authority to be trusted here, as PEM")
      ->type_name("FILE");
  app.add_option("--seed", arguments.seed, "Of everything that varies: key order, event forms, the day")
      ->type_name("N")
      ->capture_default_str();
  auto* people = app.add_option("--people", arguments.people,
                                "So many made-up people in place of the dozen, with e-mails person1@example.com "
                                "and so on; every fiftieth is a guest")
                     ->type_name("N")
                     ->check(CLI::Range(1, 99'999));
  app.add_option("--usergroups", arguments.usergroups, "User groups @group1... of 5 to 60 of the made-up people")
      ->type_name("N")
      ->check(CLI::Range(0, 9'999))
      ->needs(people);
  app.add_option("--channels", arguments.channels, "Channels #channel1... of up to a tenth of the made-up people")
      ->type_name("N")
      ->check(CLI::Range(0, 99'999))
      ->needs(people);
  auto* flood = app.add_option("--flood", arguments.flood, "So many presence changes of the made-up people")
                    ->type_name("N")
                    ->check(CLI::Range(1, 100'000'000))
                    ->needs(people);
  app.add_option("--flood-at", arguments.flood_at, "The flood begins this long after the start")
      ->type_name("SECONDS")
      ->capture_default_str()
      ->needs(flood);
  app.add_option("--flood-over", arguments.flood_over_s, "The flood lasts so long")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.01, 86'400.0))
      ->capture_default_str()
      ->needs(flood);
  app.add_option(
         "--day", arguments.day_s,
         "Press a working day into this many seconds: a dozen people come, meet, lunch and leave; statuses are "
         "set, cleared, and run out, the on-call is handed over, an incident brings people together. Without it nobody "
         "does anything")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.01, 86'400.0))
      ->excludes(people);
  app.add_option("--drop-at", arguments.drop_at,
                 "Reset all sockets, of both kinds, this long after the start; may be repeated")
      ->type_name("SECONDS");
  app.add_option("--goodbye-at", arguments.goodbye_at,
                 "Say goodbye on all sockets this long after the start, and close them ten seconds later; Socket Mode "
                 "sockets are warned, asked to refresh and closed; may be repeated")
      ->type_name("SECONDS");
  app.add_option("--ready-file", arguments.ready_file, "Write the api_url here once it listens")->type_name("FILE");
  app.add_option("--watchlist-out", arguments.watchlist_out, "Write a watchlist.yaml of all people here")
      ->type_name("FILE");
  app.add_flag("--by-name", arguments.by_name,
               "The watchlist names members by e-mail, handle, user group and channel in place of their ids");
  app.add_option("--exit-after", arguments.exit_after, "Stop by itself after this long")->type_name("SECONDS");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return arguments;
}

}  // namespace presenced::fake_slack
