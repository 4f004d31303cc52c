// Names on the watchlist, by the real program against the fake Slack: checked, watched, and left.
#include <doctest/doctest.h>

#include <csignal>

#include "integration/installation.h"

using namespace presenced;
using test::DaemonProcess;
using test::Installation;
using test::WatchlistText;

namespace {

Installation::Setup with_sre() {
  Installation::Setup setup;
  setup.gatherings.usergroups.push_back({});
  setup.gatherings.usergroups.back().id = "S0SRE";
  setup.gatherings.usergroups.back().handle = "sre";
  return setup;
}

struct Checked {
  int status = -1;
  std::string said;
};

Checked check_names(const Installation& here) {
  DaemonProcess process(PRESENCED_BINARY, {"check", "--resolve", "--config", here.config().string()},
                        here.directory() / "said");
  const auto status = process.wait(base::Millis{60'000});
  return {status.value_or(-1), process.log()};
}

}  // namespace

TEST_CASE("names: check --resolve prints whom a name stands for, and opens no history") {
  Installation here(with_sre());
  here.join_usergroup("S0SRE", here.person(1));
  WatchlistText list;
  list.group("team").usergroup("sre");
  const std::string place = list.place();
  here.write_watchlist(list);
  const Checked checked = check_names(here);
  CHECK(checked.status == 0);
  CHECK(checked.said.find("team: 1 person") != std::string::npos);
  CHECK(checked.said.find("  " + here.person(1).text + "  ") != std::string::npos);
  CHECK(checked.said.find("(from usergroup \"@sre\", ") != std::string::npos);
  CHECK(checked.said.find(place) != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(here.database()));
  CHECK(here.violations().empty());
}

TEST_CASE("names: check --resolve ends with 1 and the scope that is missing, or the name that Slack does not know") {
  Installation here(with_sre());
  here.write_watchlist(WatchlistText().group("team").usergroup("sre").email("nobody@example.com"));
  here.grant({"client", "users:read", "users:read.email"});
  const Checked checked = check_names(here);
  CHECK(checked.status == 1);
  CHECK(checked.said.find("the token lacks the scope usergroups:read") != std::string::npos);
  CHECK(checked.said.find("no active member has this address") != std::string::npos);
}

TEST_CASE("names: who leaves the user group is watched no longer, who stays has no gap") {
  Installation here(with_sre());
  here.join_usergroup("S0SRE", here.person(1));
  here.join_usergroup("S0SRE", here.person(2));
  here.write_watchlist(WatchlistText().group("team").usergroup("sre"));
  here.start();
  const auto spans = [&](std::size_t index) {
    const auto history = here.history();
    const auto found = history.people.find(here.person(index));
    return found == history.people.end() ? decltype(found->second.presence.coverage){}
                                         : found->second.presence.coverage;
  };
  REQUIRE(test::eventually([&] { return spans(1).size() == 1 && spans(2).size() == 1; }));
  here.leave_usergroup("S0SRE", here.person(1));
  REQUIRE(test::eventually([&] { return spans(1).back().ended_at.has_value(); }));
  CHECK(spans(1).back().end_reason == "unwatched");
  CHECK(spans(2).size() == 1);
  CHECK_FALSE(spans(2).back().ended_at.has_value());
  CHECK(here.stop() == 0);
  CHECK(here.violations().empty());
}
