// The control socket of the real program: how things stand, who may connect, and reload.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include "control/decode.h"
#include "integration/controlled.h"
#include "runtime/clock.h"
#include "support/json_schema.h"

using namespace presenced;
using test::Controlled;
using test::eventually;
using test::Installation;

TEST_CASE("control: the status tells how things stand, for those the file's mode admits") {
  Controlled here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  const auto status = here.status();
  CHECK(test::against_schema("status", here.ask("GET", "/status").body) == "");
  CHECK(status.pid > 0);
  REQUIRE(status.workspaces.size() == 1);
  CHECK(status.workspaces[0].connected);
  CHECK(status.workspaces[0].watched == here.people().size());
  CHECK(status.workspaces[0].covered[base::Facet::presence] == here.people().size());
  CHECK(status.history.recording);
  CHECK(status.history.bytes > 0);
  CHECK(status.history.last_commit_at.has_value());
  CHECK(status.configuration.problems.empty());
  struct stat file {};
  REQUIRE(::stat(here.socket().c_str(), &file) == 0);
  CHECK((file.st_mode & 0777) == 0660);
  CHECK(here.stop() == 0);
  CHECK_FALSE(std::filesystem::exists(here.socket()));
  for (const auto& complaint : here.complaints()) FAIL_CHECK(complaint);
}

TEST_CASE("control: a status socket has a mode of its own, tells the status and does nothing else") {
  Controlled here;
  here.write_extra_yaml(
      "", "control: { socket: control.sock, mode: 0600, status_socket: status.sock, status_mode: 0666 }\n");
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  const auto status_socket = here.directory() / "status.sock";
  const net::UnixReply status = net::unix_call(status_socket, {"GET", "/status", {}});
  CHECK(test::against_schema("status", status.body) == "");
  const net::UnixReply refused =
      net::unix_call(status_socket, {"POST", "/purge", "{\"user\":\"" + here.person(0).text + "\"}"});
  CHECK(refused.status == 403);
  CHECK(test::against_schema("error", refused.body) == "");
  CHECK(here.all_covered());
  struct stat file {};
  REQUIRE(::stat(status_socket.c_str(), &file) == 0);
  CHECK((file.st_mode & 0777) == 0666);
  REQUIRE(::stat(here.socket().c_str(), &file) == 0);
  CHECK((file.st_mode & 0777) == 0600);
  here.write_extra_yaml("", "control: { socket: control.sock, status_socket: status.sock, status_mode: 0666 }\n");
  const auto answer = control::read_reloaded(here.ask("POST", "/reload").body);
  REQUIRE(answer.ok());
  REQUIRE(answer.value().problems.size() == 1);
  CHECK(config::render(answer.value().problems.front()).find("control.mode: cannot change while presenced runs") !=
        std::string::npos);
  CHECK(here.stop() == 0);
  CHECK_FALSE(std::filesystem::exists(status_socket));
}

TEST_CASE("control: the status says since when there is a session or none, why not, and when the next try is") {
  Controlled here;
  here.slack().with_model([](fake_slack::Model& model, base::Instant) {
    fake_slack::ApiFault fault;
    fault.answer = fake_slack::ApiAnswer::error;
    model.fail_next_call("rtm.connect", fault);
  });
  const auto began = runtime::now().wall;
  here.start();
  control::WorkspaceStatus status;  // as it was while the next try was waited for: that is soon
  REQUIRE(here.reports([&](const auto& one) {
    status = one;
    return !one.connected && !one.trouble.empty() && one.next_attempt_at;
  }));
  CHECK(status.trouble.find("rtm.connect: fatal_error") != std::string::npos);
  CHECK(status.confirmed == 0);
  REQUIRE(status.next_attempt_at);
  CHECK(*status.next_attempt_at > began);
  REQUIRE(status.since);
  CHECK(*status.since >= began);
  const auto connecting = runtime::now().wall;
  REQUIRE(eventually([&] { return here.all_covered(); }));
  status = here.status().workspaces[0];
  CHECK(status.connected);
  CHECK(status.state == "live");
  CHECK(status.trouble.empty());
  CHECK_FALSE(status.next_attempt_at);
  REQUIRE(status.since);
  CHECK(*status.since >= connecting);
  CHECK(*status.since <= runtime::now().wall);
  CHECK(status.confirmed == here.people().size());
  CHECK(status.unconfirmed.empty());
  const auto changed = runtime::now().wall;
  here.presence(0, base::Presence::away);
  REQUIRE(here.reports([&](const auto& one) { return one.last_event >= changed; }));
  here.misbehave(fake_slack::SocketFault::vanish);
  REQUIRE(here.reports([&](const auto& one) { return one.since > changed; }));
  CHECK(here.stop() == 0);
}

TEST_CASE("control: the status names who is not confirmed and what is not resolved, with file and line") {
  Controlled here;
  test::WatchlistText list;
  list.group("team").id(here.person(0)).id(base::UserId{"U0STRANGER"}).email("nobody@example.com");
  const std::string place = list.place();
  here.write_watchlist(list);
  here.start();
  REQUIRE(here.reports([](const auto& one) {
    return one.unconfirmed.size() == 1 && one.unresolved.size() == 1 && !one.unresolved[0].trouble.empty();
  }));
  const auto status = here.status().workspaces[0];
  CHECK(status.watched == 2);
  CHECK(status.confirmed == 1);
  CHECK(status.unconfirmed[0] == base::UserId{"U0STRANGER"});
  CHECK(status.unresolved[0].where.find(place) != std::string::npos);
  CHECK(status.unresolved[0].name == "email \"nobody@example.com\"");
  CHECK(status.unresolved[0].trouble.starts_with("is not watched: "));
  CHECK(here.stop() == 0);
}

TEST_CASE(
    "control: a watchlist that was saved with a mistake is in the status, with file and line, until it is mended") {
  Controlled here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  here.folder().write("watchlist.yaml", "groups:\n  team:\n    members: [U0PERSON01]\n    colour: red\n");
  REQUIRE(eventually([&] { return !here.status().configuration.problems.empty(); }));
  const auto rejected = here.status().configuration;
  REQUIRE(rejected.problems.size() == 1);
  CHECK(rejected.problems[0].file.ends_with("watchlist.yaml"));
  CHECK(rejected.problems[0].line == 4);
  CHECK(rejected.rejected_at.has_value());
  here.write_watchlist(here.people());
  REQUIRE(eventually([&] { return here.status().configuration.problems.empty(); }));
  CHECK_FALSE(here.status().configuration.rejected_at);
  CHECK(here.stop() == 0);
}

TEST_CASE("control: a reload answers with what has changed, or with every problem, which the status keeps") {
  Controlled here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  here.write_extra_yaml("    audit_interval: 1h\n", "control: { socket: control.sock }\n");
  const auto good = here.ask("POST", "/reload");
  CHECK(good.status == 200);
  CHECK(control::read_reloaded(good.body).value().changed ==
        std::vector<std::string>{"workspace fake: audit_interval"});
  here.write_extra_yaml("    colour: red\n", "control: { socket: control.sock }\n");
  const auto bad = here.ask("POST", "/reload");
  CHECK(bad.status == 422);
  const auto problems = control::read_reloaded(bad.body).value().problems;
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].key == "workspaces[0].colour");
  CHECK(problems[0].line > 0);
  CHECK(here.status().configuration.problems == problems);
  here.write_extra_yaml("", "control: { socket: control.sock }\n");
  CHECK(here.ask("POST", "/reload").status == 200);
  CHECK(here.status().configuration.problems.empty());
  CHECK(here.stop() == 0);
}

TEST_CASE("control: without a usable place for the default socket the daemon says so and records") {
  Installation::Setup setup;
  setup.launcher = {"/usr/bin/env", "RUNTIME_DIRECTORY=/nonexistent/presenced"};
  Installation here(setup);
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  CHECK(here.logged("no_control"));
  CAPTURE(here.log());
  CHECK(here.logged("/nonexistent/presenced"));
  CHECK(here.logged("running without a control socket"));
  CHECK(here.stop() == 0);
}

TEST_CASE("control: a socket that was asked for and cannot be made is refused") {
  Controlled here;
  here.write_extra_yaml("", "control: { socket: no-such-folder/control.sock }\n");
  here.start();
  CHECK(here.daemon().wait(base::Millis{10'000}) == 78);
  CHECK(here.logged("no-such-folder"));
}

TEST_CASE("control: status, metrics and reload work after the working directory was removed") {
  Installation::Setup setup;
  // The installation's own --config, an absolute path, is not looked at.
  setup.launcher = {"/bin/sh", "-c",
                    "mkdir -p $(dirname $2)/cwd && cd $(dirname $2)/cwd && exec $0 --config ../presenced.yaml"};
  Controlled here(setup);
  here.write_extra_yaml("", "control: { socket: control.sock }\nmetrics: { listen: \"unix:metrics.sock\" }\n");
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  REQUIRE(std::filesystem::remove(here.directory() / "cwd"));
  CHECK(here.status().configuration.file == here.config().string());
  CHECK(here.status().history.path == here.database().string());
  CHECK(net::unix_call(here.directory() / "metrics.sock", {"GET", "/metrics", {}}).status == 200);
  CHECK(here.ask("POST", "/reload").status == 200);
  CHECK(here.status().workspaces.at(0).connected);
  CHECK(here.stop() == 0);
  for (const auto& complaint : here.complaints()) FAIL_CHECK(complaint);
}
