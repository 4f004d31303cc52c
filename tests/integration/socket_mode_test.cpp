// presenced with a modern app: presence is polled, statuses come through Socket Mode.
#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>

#include "integration/checks.h"
#include "integration/installation.h"
#include "integration/small_disk.h"

using namespace presenced;
using base::Millis;
using fake_slack::AppEvent;
using fake_slack::AppSocket;
using fake_slack::Model;
using test::check_honest;
using test::eventually;
using test::Installation;

namespace {

constexpr Millis kSettled{60'000};

Installation::Setup modern() {
  Installation::Setup setup;
  setup.rtm = "auto";
  setup.slack.token.clear();
  setup.slack.modern = fake_slack::modern_app();
  setup.slack.modern.retries = {Millis{0}, Millis{4'000}, Millis{8'000}};  // Slack: at once, 1 min, 5 min
  setup.extra_workspace_yaml = "    sample_interval: 10s\n    polls_per_minute: 50\n";
  return setup;
}

struct ModernInstallation : Installation {
  explicit ModernInstallation(const Setup& setup = modern()) : Installation(setup) { sample_round = Millis{25'000}; }

  void up() {
    start();
    REQUIRE(eventually([&] { return all_covered() && statuses_covered_by("socket_mode"); }, kSettled));
  }
  bool statuses_covered_by(const std::string& feed) const {
    const auto recorded = history();
    return std::all_of(people().begin(), people().end(), [&](const base::UserId& id) {
      const auto person = recorded.people.find(id);
      if (person == recorded.people.end() || person->second.status.coverage.empty()) return false;
      const auto& last = person->second.status.coverage.back();
      return !last.ended_at && last.feed == feed;
    });
  }
  std::size_t acknowledged() {
    return slack().with_model([](Model& model, base::Instant) {
      const auto& events = model.socket_mode().events();
      return static_cast<std::size_t>(std::count_if(
          events.begin(), events.end(), [](const AppEvent& one) { return one.fate == AppEvent::Fate::acknowledged; }));
    });
  }
  std::size_t events() {
    return slack().with_model([](Model& model, base::Instant) { return model.socket_mode().events().size(); });
  }
};

}  // namespace

TEST_CASE("socket_mode: statuses are recorded as events, presence as samples, and every event is acknowledged") {
  ModernInstallation here;
  here.up();
  here.status(0, "a <walk> & talk", ":walking:");
  here.status(1, "Lunch", ":taco:");
  here.presence(2, base::Presence::away);
  REQUIRE(eventually([&] { return here.up_to_date(); }, kSettled));
  here.status(0, "", "");
  REQUIRE(eventually([&] { return here.up_to_date() && here.acknowledged() == here.events(); }, kSettled));
  CHECK(here.stop() == 0);
  const auto history = here.history();
  CHECK(history.people.at(here.person(0)).status.transitions.back().source == "push");
  CHECK(history.people.at(here.person(2)).presence.transitions.back().source == "sample");
  check_honest(here);
}

TEST_CASE("socket_mode: a classic and a modern app serve one workspace together") {
  Installation::Setup setup = modern();
  setup.slack.token = "xoxb-fake";
  ModernInstallation here(setup);
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }, kSettled));
  here.status(0, "Busy", ":bee:");
  here.presence(1, base::Presence::active);
  REQUIRE(eventually([&] { return here.up_to_date(); }, kSettled));
  CHECK(here.calls("users.getPresence") == 0);
  CHECK(here.stop() == 0);
  const auto history = here.history();
  CHECK(history.people.at(here.person(0)).presence.coverage.back().feed == "rtm");
  const auto feeds = [&](const std::string& feed) {
    return std::any_of(history.sessions.begin(), history.sessions.end(),
                       [&](const auto& session) { return session.feed == feed; });
  };
  CHECK(feeds("rtm"));
  CHECK(feeds("socket_mode"));
  check_honest(here);
}

TEST_CASE(
    "socket_mode: killed before it acknowledges, it gets the event again: nothing is lost, nothing is there twice") {
  ModernInstallation here;
  here.up();
  here.daemon().signal(SIGSTOP);  // the event is delivered, and not read
  here.status(0, "Busy", ":bee:");
  here.crash();
  here.start();
  REQUIRE(eventually([&] { return here.up_to_date() && here.all_covered(); }, kSettled));
  REQUIRE(eventually([&] { return here.acknowledged() == here.events(); }, kSettled));
  here.status(0, "", "");
  REQUIRE(eventually([&] { return here.up_to_date(); }, kSettled));
  CHECK(here.stop() == 0);
  CHECK(here.history().people.at(here.person(0)).status.transitions.size() == 3);
  check_honest(here);
}

TEST_CASE("socket_mode: while a second program uses the app, statuses are not claimed by its events") {
  ModernInstallation here;
  here.up();
  // A hello since coverage began has told that presenced is alone: so far it is proven.
  here.slack().with_model([](Model& model, base::Instant now) {
    model.misbehave(now, model.socket_mode().links().ids().front(), fake_slack::LinkFault::refresh);
  });
  REQUIRE(eventually([&] { return here.logged("3 of 2 sockets"); }, kSettled));
  const auto ghost = here.slack().with_model(
      [](Model& model, base::Instant now) { return model.add_ghost(now, AppSocket::Holder::second_program); });
  here.slack().with_model([](Model& model, base::Instant now) {  // a hello tells the count
    for (const auto id : model.socket_mode().links().ids()) model.misbehave(now, id, fake_slack::LinkFault::refresh);
  });
  REQUIRE(eventually([&] { return here.logged("foreign_connection"); }, kSettled));
  here.status(1, "Lunch", ":taco:");
  REQUIRE(eventually([&] { return here.up_to_date(); }, Millis{120'000}));  // by users.list
  here.slack().with_model([&](Model& model, base::Instant) { model.remove_ghost(ghost); });
  CHECK(here.stop() == 0);
  const auto spans = here.history().people.at(here.person(0)).status.coverage;
  CHECK(
      std::any_of(spans.begin(), spans.end(), [](const auto& one) { return one.end_reason == "foreign_connection"; }));
  check_honest(here);
}

TEST_CASE("socket_mode: rotations under load leave no gap, lose nothing and double nothing") {
  ModernInstallation here;
  here.up();
  for (int round = 0; round < 4; ++round) {
    here.slack().with_model([&](Model& model, base::Instant now) {
      const auto sockets = model.socket_mode().links().ids();
      model.misbehave(now, sockets[static_cast<std::size_t>(round) % sockets.size()],
                      round % 2 ? fake_slack::LinkFault::refresh : fake_slack::LinkFault::rotation);
    });
    // Events of one person that are under way together may overtake each other, and the overtaken one is not recorded.
    for (int i = 0; i < 10; ++i) {
      for (std::size_t person = 0; person < here.people().size(); ++person)
        here.status(person, "status " + std::to_string(round * 100 + i), ":bee:");
      REQUIRE(eventually([&] { return here.up_to_date() && here.acknowledged() == here.events(); }, kSettled));
    }
  }
  CHECK(here.stop() == 0);
  for (const auto& [id, person] : here.history().people) {
    CHECK(person.status.coverage.size() == 1);
    CHECK(person.status.transitions.size() == 41);
  }
  check_honest(here);
}

TEST_CASE("socket_mode: on a full disk nothing is acknowledged, and Slack's retry loses nothing" *
          doctest::skip(!test::SmallDisk::possible())) {
  const test::SmallDisk disk("8m");
  Installation::Setup setup = modern();
  setup.slack.modern.retries = {Millis{0}, Millis{8'000}, Millis{30'000}};
  setup.history_folder = disk.path();
  ModernInstallation here(setup);
  here.up();
  disk.fill();
  const std::size_t before = here.acknowledged();
  here.status(0, "Busy", ":bee:");
  REQUIRE(eventually([&] { return here.logged("store_failed"); }, kSettled));
  CHECK(here.acknowledged() == before);
  disk.make_room();
  REQUIRE(eventually([&] { return here.up_to_date() && here.acknowledged() == here.events(); }, Millis{120'000}));
  CHECK(here.stop() == 0);
  check_honest(here);
}
