// Marks of life, pings and wake-ups: often enough for the promises, and no more.
#include <doctest/doctest.h>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::engine::testing;

TEST_CASE("a mark of life is handed in at least every five seconds, with a session or without one") {
  for (const bool connected : {true, false}) {
    CAPTURE(connected);
    EngineWorld world(pair());
    world.slack.answers_calls = connected;
    world.start();
    world.run_for(1h);
    const auto& marks = world.history().marks();
    for (std::size_t i = 1; i < marks.size(); ++i) REQUIRE(marks[i] - marks[i - 1] <= 5s);
    CHECK(world.now().wall - marks.back() <= 5s);
    world.check();
  }
}

TEST_CASE("on a healthy quiet socket the recorded proof is never older than 10 s: a crash loses no more") {
  EngineWorld world(pair());
  bring_up(world);
  for (int i = 0; i < 3'600; ++i) {
    world.run_for(500ms);
    REQUIRE(world.now().wall - world.history().sessions().at(SessionNumber{1}).proven_at <= 10s);
  }
  world.check();
}

TEST_CASE("a quiet hour is spent asleep") {
  EngineWorld world(crowd(500));
  bring_up(world);
  const std::size_t wakes = world.wakes();
  const std::size_t steps = world.steps();
  world.run_for(1h);
  CHECK(world.wakes() - wakes < 2'100);  // every two seconds, to notice a stop
  CHECK(world.steps() - steps < 4'000);
  world.check();
}

TEST_CASE("without a network an hour is spent asleep as well") {
  EngineWorld world(pair());
  world.slack.accepts_sockets = false;
  world.start();
  world.run_for(1h);
  CHECK(world.wakes() < 2'000);
  world.check();
}

TEST_CASE("five hundred people with the longest ids: frames stay within 16 KiB, and who found no room is sampled") {
  auto people = crowd(500, {base::Facet::presence});
  for (auto& one : people) one.id.text += std::string(24, 'X');
  EngineWorld world(people);
  world.start();
  world.run_for(2h);  // with audits
  CHECK(world.log().count("ready") == 1);
  CHECK(world.snapshot().sampled > 0);
  CHECK(world.snapshot().sampled < 50);
  CHECK(world.snapshot().facet_covered[base::Facet::presence] == 500);
  CHECK(world.socket(0).count("presence_query") >= 3);
  world.check();
}

TEST_CASE("however the socket is kept busy, frames stay a second apart and pings are not forgotten") {
  EngineWorld world(pair(), [](auto& settings) { settings.tuning.audit_interval = 5s; });
  bring_up(world);
  Random random(3);
  for (int i = 0; i < 300; ++i) {
    auto people = pair();
    if (random.below(2) == 0) people.pop_back();
    world.watch(people);
    world.run_for(random.up_to(2s));
  }
  world.watch(pair());
  world.run_for(1min);
  CHECK(world.everyone_covered());
  CHECK(world.log().count("lost") == 0);
  world.check();
}
