// An orderly end.
#include <doctest/doctest.h>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::engine::testing;

using support::StoreMode;

TEST_CASE("a stop closes coverage with shutdown, ends the session, and is over when all of it is committed") {
  EngineWorld world(pair());
  bring_up(world);
  world.run_for(1min);
  world.stop();
  CHECK_FALSE(world.stopped());
  world.run_for(100ms);
  CHECK(world.stopped());
  for (const auto& user : {kAnn, kBob})
    for (const auto facet : {presence, status}) {
      const auto spans = world.history().spans_of(user, facet);
      REQUIRE(spans.size() == 1);
      CHECK(spans[0].reason == EndReason::shutdown);
    }
  CHECK(world.history().sessions().at(SessionNumber{1}).reason == EndReason::shutdown);
  CHECK(world.log().count("lost") == 0);
  CHECK(world.log().count("stopped_uncommitted") == 0);
  world.run_for(1h);
  CHECK(world.connect_calls().size() == 1);
  world.check();
}

TEST_CASE("it stops from every state of a connection, and asks for no further one") {
  for (Millis after = 0ms; after < 200ms; after += 5ms) {
    CAPTURE(after.count());
    EngineWorld world(pair());
    world.start();
    world.run_for(after);
    world.stop();
    world.run_for(4s);
    CHECK(world.stopped());
    CHECK(world.connect_calls().size() == 1);
    world.check();
  }
}

TEST_CASE("it stops in the middle of a rotation") {
  for (Millis after = 0ms; after < 4s; after += 100ms) {
    CAPTURE(after.count());
    EngineWorld world(pair());
    bring_up(world);
    world.goodbye(world.socket(0));
    world.run_for(after);
    world.stop();
    world.run_for(4s);
    CHECK(world.stopped());
    CHECK(world.sockets() <= 2);
    for (const auto& [number, session] : world.history().sessions()) CHECK(session.ended_at.has_value());
    world.check();
  }
}

TEST_CASE("a store that never answers does not keep it from stopping in time, and the log says what that may cost") {
  EngineWorld world(pair());
  bring_up(world);
  world.store(StoreMode::holds);
  world.set(kAnn, active);
  world.run_for(1min);
  world.stop();
  world.run_for(engine::Engine::kStopLimit - 1ms);
  CHECK_FALSE(world.stopped());
  world.run_for(1ms);
  CHECK(world.stopped());
  CHECK(world.log().last("stopped_uncommitted").level == LogLevel::error);
  world.check();
}

TEST_CASE("a peer that never finishes closing does not keep it from stopping") {
  EngineWorld world(pair());
  bring_up(world);
  world.slack.answers_closes = false;
  world.stop();
  world.run_for(3s);
  CHECK(world.stopped());
  world.check();
}

TEST_CASE("a stop said twice, and whatever comes after it, changes nothing") {
  EngineWorld world(pair());
  bring_up(world);
  world.stop();
  world.stop();
  world.say(world.socket(0), R"({"type":"presence_change","user":"U0ANN","presence":"active"})");
  world.run_for(1s);
  world.watch(trio());
  world.feed(engine::Woken{});
  CHECK(world.stopped());
  CHECK(states(world.history().changes_of(kAnn, presence)) == Words{"away"});
  world.check();
}
