// The configuration, changed while presenced runs: SIGHUP.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <csignal>

#include "integration/checks.h"
#include "integration/installation.h"

using namespace presenced;
using test::eventually;
using test::Installation;
using test::stop_and_check;

namespace {

// A second workspace at the same Slack.
std::string second(const Installation& here, const std::string& name) {
  return "  - name: " + name + "\n    token_file: fake.token\n    watchlist: other.yaml\n    ca_file: ca.pem\n" +
         "    api_url: " + here.api_url() + "\n";
}

void reload(Installation& here) { here.daemon().signal(SIGHUP); }

test::RecordedHistory of(const Installation& here, const std::string& workspace) {
  return test::read_history(here.database(), workspace);
}

bool covered(const test::RecordedHistory& history, const base::UserId& id) {
  const auto found = history.people.find(id);
  return found != history.people.end() && !found->second.presence.coverage.empty() &&
         !found->second.presence.coverage.back().ended_at;
}

}  // namespace

TEST_CASE("reload: workspaces come, go and come back while another is recorded without a gap") {
  Installation here;
  here.folder().write("other.yaml", "groups: { g: { members: [U0PERSON01] } }\n");
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  here.write_extra_yaml(second(here, "other"));
  reload(here);
  REQUIRE(eventually([&] { return covered(of(here, "other"), here.person(0)); }));
  CHECK(here.logged("workspace other: added"));
  here.presence(0, base::Presence::away);
  REQUIRE(eventually([&] { return of(here, "other").people.at(here.person(0)).presence.transitions.size() == 2; }));

  here.write_extra_yaml("");
  reload(here);
  REQUIRE(eventually([&] {
    const auto sessions = of(here, "other").sessions;
    return sessions.back().ended_at && !covered(of(here, "other"), here.person(0));
  }));
  CHECK(of(here, "other").people.at(here.person(0)).presence.coverage.back().end_reason == "unwatched");

  here.write_extra_yaml(second(here, "other"));
  reload(here);
  REQUIRE(eventually([&] { return covered(of(here, "other"), here.person(0)); }));
  // And both edits at once, without waiting for the first to be over.
  here.write_extra_yaml("");
  reload(here);
  REQUIRE(eventually([&] { return here.log().find("removed", here.log().rfind("added")) != std::string::npos; }));
  here.write_extra_yaml(second(here, "other"));
  reload(here);
  REQUIRE(
      eventually([&] { return of(here, "other").sessions.size() == 3 && covered(of(here, "other"), here.person(0)); }));
  CHECK(of(here, "other").people.at(here.person(0)).presence.transitions.size() == 2);
  CHECK(here.history().sessions.size() == 1);
  CHECK(here.all_covered());
  stop_and_check(here);
}

TEST_CASE(
    "reload: the same configuration is no change, and log, retention and intervals change without a new session") {
  Installation here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  reload(here);
  REQUIRE(eventually([&] { return here.logged("the configuration: nothing has changed"); }));
  here.write_extra_yaml("    audit_interval: 2s\n    appear_away: false\n", "");
  reload(here);
  REQUIRE(eventually([&] { return here.logged("workspace fake: appear_away, workspace fake: audit_interval"); }));
  here.slack().with_model([&](fake_slack::Model& model, base::Instant) { model.lose_next_presence(here.person(0)); });
  here.presence(0, base::Presence::away);
  CHECK(eventually([&] { return here.up_to_date(); }));  // by the audit, which would come in half an hour otherwise
  CHECK(here.history().sessions.size() == 1);
  stop_and_check(here);
}

TEST_CASE("reload: what cannot change refuses the whole edit, naming the key; so does a token that cannot be read") {
  Installation here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  const auto config = here.config();
  std::string text = here.config_text();
  here.folder().write("presenced.yaml", "control: { socket: elsewhere.sock }\nlog: { level: error }\n" + text);
  reload(here);
  REQUIRE(eventually([&] { return here.logged("control.socket: cannot change while presenced runs"); }));
  here.folder().write("presenced.yaml", text);
  here.write_token("");
  reload(here);
  REQUIRE(eventually([&] { return here.logged("presenced.yaml:4:17: workspaces[0].token_file: "); }));
  here.write_token(here.token());
  here.folder().write("presenced.yaml", "log: { format: json }\n" + text);
  reload(here);
  CHECK(eventually([&] { return here.logged("\"event\":\"reloaded\""); }));  // the level is as it was: info
  CHECK(here.history().sessions.size() == 1);
  stop_and_check(here);
}

TEST_CASE("reload: a pipe in the place of a watchlist is refused at once, and costs no session") {
  Installation here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  const auto watchlist = here.directory() / "watchlist.yaml";
  std::filesystem::remove(watchlist);
  REQUIRE(::mkfifo(watchlist.c_str(), 0600) == 0);
  reload(here);
  CHECK(eventually([&] { return here.logged("watchlist.yaml is not a regular file; expected a watchlist"); }));
  here.presence(0, base::Presence::away);
  CHECK(eventually([&] { return here.up_to_date(); }));
  CHECK(here.history().sessions.size() == 1);
  check_honest(here);
}
