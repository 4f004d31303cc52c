// The control socket of the real program: how things stand, reload, purge and forget.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <csignal>

#include "control/decode.h"
#include "integration/installation.h"
#include "net/unix_call.h"

using namespace presenced;
using test::eventually;
using test::Installation;

namespace {

struct Controlled : Installation {
  Controlled() { write_extra_yaml("", "control: { socket: control.sock }\n"); }

  std::filesystem::path socket() const { return directory() / "control.sock"; }
  net::UnixReply ask(const std::string& method, const std::string& target, const std::string& body = {}) const {
    return net::unix_call(socket(), {method, target, body});
  }
  control::Status status() const {
    const auto read = control::read_status(ask("GET", "/status").body);
    REQUIRE(read.ok());
    return read.value();
  }
  net::UnixReply about(const std::string& what, const base::UserId& user) const {
    return ask("POST", what, "{\"user\":\"" + user.text + "\"}");
  }
};

}  // namespace

TEST_CASE("control: the status tells how things stand, for those the file's mode admits") {
  Controlled here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  const auto status = here.status();
  CHECK(status.pid > 0);
  REQUIRE(status.workspaces.size() == 1);
  CHECK(status.workspaces[0].connected);
  CHECK(status.workspaces[0].watched == here.people().size());
  CHECK(status.workspaces[0].presence_covered == here.people().size());
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

TEST_CASE("control: who is purged begins anew, who is forgotten is never recorded again") {
  Controlled here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  const auto purged = here.about("/purge", here.person(0));
  CHECK(purged.status == 200);
  CHECK(control::read_purged(purged.body).value().transitions > 0);
  REQUIRE(eventually([&] { return here.all_covered(); }));

  CHECK(here.about("/forget", here.person(1)).status == 200);
  const auto known = [&] {
    const auto history = here.history();
    const auto found = history.people.find(here.person(1));
    return found != history.people.end() &&
           !(found->second.presence.coverage.empty() && found->second.presence.transitions.empty());
  };
  CHECK_FALSE(known());
  here.presence(1, base::Presence::away);
  here.presence(0, base::Presence::away);
  REQUIRE(eventually([&] { return here.history().people.at(here.person(0)).presence.transitions.size() > 1; }));
  CHECK_FALSE(known());
  CHECK(here.stop() == 0);
  here.start();  // the tombstone outlives the daemon, whatever the watchlist says
  REQUIRE(eventually([&] {
    const auto read = control::read_status(here.ask("GET", "/status").body);  // not at once: it has yet to start
    return read.ok() && read.value().workspaces.at(0).presence_covered == here.people().size() - 1;
  }));
  CHECK_FALSE(known());
  CHECK(here.about("/purge", base::UserId{"U0NOBODY"}).status == 404);
  CHECK(here.stop() == 0);
}

TEST_CASE("control: a socket that was asked for and cannot be made is refused") {
  Controlled here;
  here.write_extra_yaml("", "control: { socket: no-such-folder/control.sock }\n");
  here.start();
  CHECK(here.daemon().wait(base::Millis{10'000}) == 78);
  CHECK(here.logged("no-such-folder"));
}
