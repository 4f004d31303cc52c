// What is read after the sockets were held: with what coverage may begin, and what is waited for.
#include "unit/engine/held.h"

#include <doctest/doctest.h>

using namespace presenced;
using namespace presenced::engine::testing;
using engine::Backpressure;
using support::StoreMode;

namespace {

void let_go(EngineWorld& world) {
  world.store(StoreMode::commits);
  const bool released = world.run_until([&] { return !world.held(); }, 5s);
  REQUIRE(released);
}

}  // namespace

TEST_CASE("old bug: who was watched while the sockets were held was covered from the oldest of what had waited on") {
  EngineWorld world({person(kAnn)}, small_mark);
  world.join(kBob);
  bring_up(world);
  world.run_for(1min);
  flood(world);
  world.watch(pair());
  world.run_for(10s);
  for (const char* text : {"one", "two"}) {
    world.set(kBob, saying(text));
    world.set(kBob, active);
    world.run_for(5s);
    world.set(kBob, away);
  }
  let_go(world);
  world.run_for(5s);
  CHECK(states(world.history().changes_of(kBob, status)) == Words{"two|:wave:|"});
  CHECK(states(world.history().changes_of(kBob, presence)) == Words{"away"});
  CHECK(world.everyone_covered());
  CHECK(world.sockets() == 1);
  world.check_against_truth();
}

TEST_CASE("coverage does not begin with a pong that may have waited itself") {
  EngineWorld world({person(kAnn)}, small_mark);
  world.join(kBob);
  bring_up(world);
  world.run_for(1min);
  flood(world);
  world.watch(pair());
  world.set(kBob, saying("one"));
  world.run_for(10s);
  world.slack.answers_pings = false;
  let_go(world);
  world.run_for(2s);
  CHECK_FALSE(world.history().covered(kBob, status));
  flood(world);
  world.slack.answers_pings = true;
  world.run_for(10s);
  world.set(kBob, saying("two"));
  world.run_for(10s);
  let_go(world);
  world.run_for(5s);
  CHECK(states(world.history().changes_of(kBob, status)) == Words{"two|:wave:|"});
  CHECK(world.everyone_covered());
  world.check_against_truth();
}

TEST_CASE("an answer that waits for a pong begins no coverage where that may have waited, too") {
  EngineWorld world({person(kAnn)}, small_mark);
  world.join(kBob);
  bring_up(world);
  world.run_for(1min);
  world.socket(0).delay = 2s;
  world.store(StoreMode::holds);
  for (int i = 0; world.snapshot().uncommitted_bytes < kMark * 9 / 10; ++i) {
    world.set(kAnn, i % 2 == 0 ? active : away);
    world.run_for(100ms);
  }
  world.set(kBob, saying("one"));
  world.run_for(10ms);
  world.watch(pair());
  flood(world);  // the answer is there, the pong under way
  world.run_for(5s);
  world.set(kBob, saying("two"));
  world.run_for(5s);
  let_go(world);
  world.run_for(10s);
  CHECK(states(world.history().changes_of(kBob, status)) == Words{"two|:wave:|"});
  CHECK(world.everyone_covered());
  world.check_against_truth();
}

TEST_CASE("samples begin to cover somebody with an answer that cannot have waited") {
  EngineWorld world(crowd(2), [](engine::Settings& settings) {
    small_mark(settings);
    settings.tuning.max_sockets = 1;
    settings.ids_per_set = 2;
  });
  world.join(nth(2));
  bring_up(world);
  world.run_for(1min);
  flood(world, nth(0));
  let_go(world);
  world.watch(crowd(3));
  world.run_for(feeds::Backlog::kDrained / 2);
  CHECK_FALSE(world.history().covered(nth(2), presence));
  world.run_for(2min);
  CHECK(world.history().covered(nth(2), presence));
  world.check_against_truth();
}

TEST_CASE("a pong that waits to be read is waited for, however long the sockets are held") {
  EngineWorld world(pair(), small_mark);
  bring_up(world);
  world.run_for(1min);
  flood(world);
  world.watch({person(kAnn)});
  world.run_for(2s);
  world.watch(pair());  // what the socket says of Bob counts from a pong on
  world.run_for(80s);
  let_go(world);
  world.run_for(30s);
  CHECK(world.sockets() == 1);
  CHECK(world.everyone_covered());
  world.check_against_truth();
}

TEST_CASE("old bug: names that changed while a disk was stuck were kept without bound") {
  EngineWorld world(pair(), small_mark);
  bring_up(world);
  flood(world);
  world.run_for(Backpressure::kLongest + 1s);
  REQUIRE(world.log().count("store_behind") == 1);
  for (int i = 0; i < 300; ++i) {
    world.say(world.newest_socket(), R"({"type":"user_change","user":{"id":"U0ANN","name":"ann","real_name":"Ann )" +
                                         std::to_string(i) + R"("}})");
    world.run_for(100ms);
  }
  CHECK(world.snapshot().uncommitted_bytes < kMark + 4'000);
  world.store(StoreMode::commits);
  world.run_for(5s);
  CHECK(world.history().seen().at(kAnn).real_name == "Ann 299");
  CHECK(world.everyone_covered());
  world.check();
}
