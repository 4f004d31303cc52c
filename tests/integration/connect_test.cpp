// `presenced check --connect`, by the real program against the fake Slack.
#include <doctest/doctest.h>

#include "integration/installation.h"

using namespace presenced;
using test::DaemonProcess;
using test::Installation;

namespace {

// A modern app and nothing else, with its app-level token beside.
Installation::Setup modern() {
  Installation::Setup setup;
  setup.slack.token.clear();
  setup.slack.modern = fake_slack::modern_app();
  setup.rtm = "auto";
  return setup;
}

struct Connected {
  int status = -1;
  std::string said;
  bool has(const std::string& part) const { return said.find(part) != std::string::npos; }
};

Connected check(const Installation& here) {
  DaemonProcess process(PRESENCED_BINARY, {"check", "--connect", "--config", here.config().string()},
                        here.directory() / "said");
  const auto status = process.wait(base::Millis{60'000});
  Connected connected{status.value_or(-1), process.log()};
  CHECK_FALSE(connected.has("xapp-1"));
  CHECK_FALSE(connected.has("xoxb-1"));
  CHECK_FALSE(std::filesystem::exists(here.database()));
  return connected;
}

}  // namespace

TEST_CASE("connect: a modern app with both tokens can be recorded, and the check says over which feeds") {
  Installation here(modern());
  const Connected connected = check(here);
  CAPTURE(connected.said);
  CHECK(connected.status == 0);
  CHECK(connected.has("token: a bot token (xoxb-) of the workspace"));
  CHECK(connected.has("app-level token: of the app A0FAKEAPP"));
  CHECK(connected.has("RTM: not open to this token; Slack opens it to no modern app"));
  CHECK(connected.has("Socket Mode: opens"));
  CHECK(connected.has("people: 6 of the 6 on the watchlist are visible"));
  CHECK(connected.has("presence: polled, 45 people a minute; a round over 6 takes 8s"));
  CHECK(connected.has("fake: can be recorded"));
  CHECK(here.violations().empty());
}

TEST_CASE("connect: without an app-level token everything is polled") {
  auto setup = modern();
  setup.slack.modern.app_token.clear();
  Installation here(setup);
  const Connected connected = check(here);
  CHECK(connected.status == 0);
  CHECK(connected.has("app-level token: none"));
  CHECK(connected.has("status: polled"));
}

TEST_CASE("connect: a classic app is recorded over RTM, which is not dialled") {
  Installation here;
  const Connected connected = check(here);
  CHECK(connected.status == 0);
  CHECK(connected.has("RTM: opens"));
  CHECK(connected.has("presence: over RTM, at each change"));
  CHECK(here.calls("rtm.connect") == 1);
}

TEST_CASE("connect: a refused token ends it with 1 and what to do") {
  auto setup = modern();
  setup.written_token = "xoxb-of-another-world";
  Installation here(setup);
  const Connected connected = check(here);
  CHECK(connected.status == 1);
  CHECK(connected.has("refused (invalid_auth); put another token in its place"));
  CHECK(connected.has("fake: cannot be recorded with this configuration"));
  CHECK(here.calls("rtm.connect") == 0);
}

TEST_CASE("connect: a missing scope is named with what it is for") {
  auto setup = modern();
  setup.slack.modern.scopes = {"dnd:read"};
  setup.slack.modern.app_scopes = {"authorizations:read"};
  Installation here(setup);
  const Connected connected = check(here);
  CAPTURE(connected.said);
  CHECK(connected.status == 1);
  CHECK(connected.has("missing: users:read ("));
  CHECK(connected.has("the token lacks the scope connections:write (to receive changes of status over Socket Mode)"));
  CHECK(connected.has("people: refused (missing_scope); the token lacks the scope users:read"));
}

TEST_CASE("connect: who is not in the workspace is named") {
  Installation here(modern());
  auto people = here.people();
  people.push_back({"U0NOBODY"});
  here.write_watchlist(people);
  const Connected connected = check(here);
  CHECK(connected.status == 0);
  CHECK(connected.has("people: 6 of the 7 on the watchlist are visible"));
  CHECK(connected.has("not visible: U0NOBODY"));
}

TEST_CASE("connect: names are resolved first, and count as people") {
  auto setup = modern();
  setup.gatherings.usergroups.push_back({});
  setup.gatherings.usergroups.back().id = "S0SRE";
  setup.gatherings.usergroups.back().handle = "sre";
  Installation here(setup);
  here.join_usergroup("S0SRE", here.person(0));
  here.join_usergroup("S0SRE", here.person(1));
  here.write_watchlist(test::WatchlistText().group("team").usergroup("sre"));
  const Connected connected = check(here);
  CAPTURE(connected.said);
  CHECK(connected.status == 0);
  CHECK(connected.has("people: 2 of the 2 on the watchlist are visible"));
}

TEST_CASE("connect: an app of a whole organisation is asked about the team that is named") {
  auto setup = modern();
  setup.slack.modern.org_wide = true;
  setup.extra_workspace_yaml = "    team: " + std::string(fake_slack::kTeamId) + "\n";
  Installation here(setup);
  const Connected connected = check(here);
  CAPTURE(connected.said);
  CHECK(connected.status == 0);
  CHECK(connected.has("people: 6 of the 6 on the watchlist are visible"));
  here.write_extra_yaml("    team: T0OTHER\n");
  CHECK(check(here).status == 1);
}

TEST_CASE("connect: a configuration with a mistake ends with 78 and asks nobody") {
  Installation here(modern());
  here.folder().write("fake.app-token", here.token() + "\n");
  const Connected connected = check(here);
  CHECK(connected.status == 78);
  CHECK(connected.has("workspaces[0].app_token_file: names a bot token (xoxb-); expected an app-level token"));
  CHECK(here.calls("auth.test") == 0);
}
