// presenced where Slack does not open RTM to the token, and while RTM is lost: presence and statuses are polled.
#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>

#include "integration/checks.h"
#include "integration/installation.h"

using namespace presenced;
using test::check_honest;
using test::eventually;
using test::Installation;

namespace {

// The bot token of a modern app, and no app-level token. Statuses are listed every ten seconds.
Installation::Setup bot_token_only() {
  Installation::Setup setup;
  setup.rtm = "auto";
  setup.slack.token.clear();
  setup.slack.modern = fake_slack::modern_app();
  setup.slack.modern.app_token.clear();
  setup.extra_workspace_yaml = "    sample_interval: 10s\n    polls_per_minute: 50\n";
  return setup;
}

Installation::Setup classic_token() {
  Installation::Setup setup;
  setup.rtm = "auto";
  setup.extra_workspace_yaml = "    sample_interval: 10s\n    polls_per_minute: 50\n";
  return setup;
}

// Two rounds: a change just after a person's turn is found at the next one.
void expect_polling(Installation& here) { here.sample_round = base::Millis{25'000}; }

bool presences_covered_by(const Installation& here, const std::string& feed) {
  const auto history = here.history();
  return std::all_of(here.people().begin(), here.people().end(), [&](const base::UserId& id) {
    const auto person = history.people.find(id);
    if (person == history.people.end() || person->second.presence.coverage.empty()) return false;
    const auto& last = person->second.presence.coverage.back();
    return !last.ended_at && last.feed == feed;
  });
}

}  // namespace

TEST_CASE("poll: with the bot token of a modern app presence and statuses are recorded as samples") {
  Installation here(bot_token_only());
  expect_polling(here);
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  CHECK(presences_covered_by(here, "poll"));
  here.presence(0, base::Presence::away);
  here.presence(1, base::Presence::active);
  here.status(2, "a <walk> & talk", ":walking:");
  REQUIRE(eventually([&] { return here.up_to_date(); }));
  here.status(2, "", "");
  REQUIRE(eventually([&] { return here.up_to_date(); }));
  CHECK(here.stop() == 0);
  const auto history = here.history();
  CHECK(history.people.at(here.person(0)).presence.transitions.back().source == "sample");
  CHECK(history.people.at(here.person(2)).status.transitions.back().source == "sample");
  CHECK(here.logged("rtm_refused"));
  CHECK(here.calls("rtm.connect") == 1);
  check_honest(here);
}

TEST_CASE("poll: when RTM is lost polling takes over, and gives back when RTM is confirmed") {
  Installation here(classic_token());
  expect_polling(here);
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  CHECK(presences_covered_by(here, "rtm"));
  here.slack().with_model([](fake_slack::Model& model, base::Instant) {
    model.fail_next_call("rtm.connect", {fake_slack::ApiAnswer::unavailable}, 1'000);
  });
  here.misbehave(fake_slack::SocketFault::close);
  REQUIRE(eventually([&] { return presences_covered_by(here, "poll"); }, base::Millis{60'000}));
  here.presence(0, base::Presence::away);
  REQUIRE(eventually([&] { return here.up_to_date(); }, base::Millis{60'000}));
  here.slack().with_model([](fake_slack::Model& model, base::Instant) { model.heal(); });
  here.daemon().signal(SIGHUP);
  REQUIRE(eventually([&] { return presences_covered_by(here, "rtm"); }, base::Millis{60'000}));
  here.presence(0, base::Presence::active);
  REQUIRE(eventually([&] { return here.up_to_date(); }, base::Millis{60'000}));
  CHECK(here.stop() == 0);
  const auto spans = here.history().people.at(here.person(0)).presence.coverage;
  REQUIRE(spans.size() >= 3);
  CHECK(spans[1].sampled);
  CHECK(spans[1].end_reason == "polling_ended");
  check_honest(here);
}

TEST_CASE("poll: a 429 without Retry-After pauses polling, and nobody is taken for away") {
  Installation here(bot_token_only());
  expect_polling(here);
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  const auto before = here.history().people.at(here.person(0)).presence.transitions.size();
  here.slack().with_model([](fake_slack::Model& model, base::Instant) {
    model.fail_next_call("users.getPresence", {fake_slack::ApiAnswer::rate_limited_page});
  });
  REQUIRE(eventually([&] { return here.logged("poll_failed"); }));
  here.presence(1, base::Presence::active);
  REQUIRE(eventually([&] { return here.up_to_date(); }, base::Millis{90'000}));
  CHECK(here.stop() == 0);
  CHECK(here.history().people.at(here.person(0)).presence.transitions.size() == before);
  check_honest(here);
}

TEST_CASE("poll: after a crash the coverage ends at the last samples that were recorded, and nothing is invented") {
  Installation here(bot_token_only());
  expect_polling(here);
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  here.presence(0, base::Presence::away);
  REQUIRE(eventually([&] { return here.up_to_date(); }));
  here.crash();
  here.presence(1, base::Presence::active);
  here.start();
  REQUIRE(eventually([&] { return here.all_covered() && here.up_to_date(); }, base::Millis{60'000}));
  CHECK(here.stop() == 0);
  CHECK(here.history().people.at(here.person(1)).presence.transitions.back().source == "resync");
  check_honest(here);
}
