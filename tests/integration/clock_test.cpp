// presenced by a clock that is not Slack's, and stopped while both clocks run on.
#include "runtime/clock.h"

#include <doctest/doctest.h>

#include <csignal>

#include "integration/installation.h"

using namespace presenced;
using fake_slack::Model;
using test::eventually;
using test::Installation;

namespace {

base::WallTime wall() { return runtime::now().wall; }

// Until the machine's clock shows it.
void await(base::WallTime moment) {
  eventually([&] { return wall() >= moment; }, base::Millis{60'000});
}

}  // namespace

TEST_CASE("clock: what changed while presenced was stopped for five seconds is dated from before the stop") {
  Installation here;
  here.latency = base::Millis{7'000};
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  const base::WallTime stopped = wall();
  here.daemon().signal(SIGSTOP);
  await(stopped + base::Millis{1'000});
  here.presence(0, base::Presence::away);
  await(stopped + base::Millis{5'000});
  here.daemon().signal(SIGCONT);
  REQUIRE(eventually([&] { return here.up_to_date() && here.all_covered(); }));
  const auto history = here.history();
  const auto& person = history.people.at(here.person(0)).presence;
  REQUIRE(person.transitions.size() == 2);
  CHECK(person.transitions[1].earliest <= stopped);
  CHECK(person.transitions[1].at >= stopped + base::Millis{5'000});
  CHECK(*person.coverage[0].ended_at <= stopped);
  CHECK(here.logged("stalled"));
  CHECK(here.stop() == 0);
  for (const auto& complaint : here.complaints()) FAIL_CHECK(complaint);
}

TEST_CASE("clock: a clock that contradicts Slack's covers nobody, and the log says by how much") {
  Installation here;
  here.slack().with_model([](Model& model, base::Instant) { model.run_ahead(std::chrono::hours{-1}); });
  here.start();
  REQUIRE(eventually([&] { return here.logged("clock_wrong") && here.logged("ready"); }));
  CHECK(here.logged("3600 s ahead of Slack's"));
  CHECK_FALSE(here.all_covered());
  CHECK(here.stop() == 0);
  const auto history = here.history();
  for (const auto& [user, person] : history.people) CHECK(person.presence.coverage.empty());
  here.slack().with_model([](Model& model, base::Instant) { model.run_ahead(base::Millis{0}); });
  here.start();
  CHECK(eventually([&] { return here.all_covered(); }));
  CHECK(here.stop() == 0);
}
