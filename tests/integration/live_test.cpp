// presenced on a healthy workspace: what it records, against the truth.
#include <doctest/doctest.h>

#include <csignal>

#include "integration/checks.h"
#include "integration/installation.h"

using namespace presenced;
using test::check_honest;
using test::eventually;
using test::Installation;

namespace {

// A little life: everyone changes presence twice, half of them their status.
void change_everyone_twice(Installation& here) {
  for (std::size_t i = 0; i < here.people().size(); ++i) {
    here.presence(i, base::Presence::away);
    here.presence(i, base::Presence::active);
    if (i % 2) here.status(i, "a <walk> & talk", ":walking:");
  }
}

}  // namespace

TEST_CASE("live: presence in every form and statuses are recorded as they happen") {
  for (const auto form : {fake_slack::PresenceForm::single, fake_slack::PresenceForm::users,
                          fake_slack::PresenceForm::user_and_users, fake_slack::PresenceForm::batch_type}) {
    Installation::Setup setup;
    setup.slack.presence_form = form;
    setup.slack.repeat_presence = true;
    setup.slack.noise = true;
    Installation here(setup);
    here.start();
    REQUIRE(eventually([&] { return here.all_covered(); }));
    change_everyone_twice(here);
    here.status(1, "", "");
    CHECK(eventually([&] { return here.up_to_date(); }));
    CHECK(here.stop() == 0);
    const auto history = here.history();
    CHECK(history.clean);
    REQUIRE(history.sessions.size() == 1);
    CHECK(history.sessions[0].end_reason == "shutdown");
    check_honest(here);
  }
}

TEST_CASE("live: a status that runs out is recorded, told by Slack") {
  Installation here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  const auto now = here.slack().with_model([](fake_slack::Model&, base::Instant at) { return at.wall; });
  here.status(0, "back in a moment", ":coffee:", std::chrono::ceil<std::chrono::seconds>(now) + base::Millis{1'000});
  REQUIRE(eventually([&] { return here.recorded(6, 7); }));
  CHECK(eventually([&] { return here.recorded(6, 8); }));
  CHECK(here.stop() == 0);
  check_honest(here);
}

TEST_CASE("live: the audit finds a change that no event told") {
  Installation::Setup setup;
  setup.extra_workspace_yaml = "    audit_interval: 2s\n";
  Installation here(setup);
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  here.slack().with_model([&](fake_slack::Model& model, base::Instant) { model.lose_next_presence(here.person(0)); });
  here.presence(0, base::Presence::away);
  CHECK(eventually([&] { return here.up_to_date(); }));
  CHECK(here.stop() == 0);
  CHECK(here.history().people.at(here.person(0)).presence.transitions.back().source == "audit");
  check_honest(here);
}

TEST_CASE("live: a planned rotation leaves no gap and doubles nothing") {
  Installation here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  here.presence(0, base::Presence::away);
  here.misbehave(fake_slack::SocketFault::goodbye);
  here.presence(1, base::Presence::active);
  here.status(2, "moving", ":truck:");
  const auto sessions = [&] { return here.history().sessions; };
  REQUIRE(eventually([&] { return sessions().size() == 2 && sessions()[0].ended_at; }));
  here.presence(0, base::Presence::active);
  here.status(2, "", "");
  CHECK(eventually([&] { return here.up_to_date(); }));
  CHECK(here.stop() == 0);
  CHECK(sessions()[0].end_reason == "goodbye");
  for (const auto& [id, person] : here.history().people) {
    CHECK(person.presence.coverage.size() == 1);
    CHECK(person.status.coverage.size() == 1);
  }
  check_honest(here);
}

TEST_CASE("live: an edited watchlist is applied on SIGHUP, a bad one changes nothing") {
  Installation here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  // A change while it is covered: without a word from Slack after its beginning, coverage would have no length.
  here.presence(5, base::Presence::active);
  REQUIRE(eventually([&] { return here.up_to_date(); }));
  here.write_watchlist({here.person(0), {"not an id"}});
  here.daemon().signal(SIGHUP);
  REQUIRE(eventually([&] { return here.logged("configuration_rejected"); }));
  CHECK(here.logged("watchlist.yaml:5"));
  here.write_watchlist({here.person(0), here.person(1)});
  here.daemon().signal(SIGHUP);
  REQUIRE(eventually([&] { return here.logged("reloaded"); }));
  REQUIRE(eventually([&] {
    return !here.history().people.at(here.person(5)).presence.coverage.empty() &&
           here.history().people.at(here.person(5)).presence.coverage.back().ended_at;
  }));
  CHECK(here.history().people.at(here.person(5)).presence.coverage.back().end_reason == "unwatched");
  CHECK(here.history().people.at(here.person(1)).presence.coverage.size() == 1);
  here.presence(5, base::Presence::away);
  here.presence(1, base::Presence::active);
  CHECK(eventually([&] {
    return here.history().people.at(here.person(1)).presence.transitions.back().after == base::Presence::active;
  }));
  CHECK(here.stop() == 0);
  check_honest(here);
}
