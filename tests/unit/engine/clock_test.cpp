// The wall clock is set while it runs, or is wrong at the start.
#include <doctest/doctest.h>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::engine::testing;

TEST_CASE("a clock set forward ends coverage and begins it anew; the session stays") {
  EngineWorld world(pair());
  bring_up(world);
  world.run_for(1min);
  const WallTime before = world.now().wall;
  world.step_clock(1h);
  world.run_for(10s);
  CHECK(world.log().count("clock_step") == 1);
  CHECK(world.log().last("clock_step").message.find("3600000 ms") != std::string::npos);
  const auto spans = world.history().spans_of(kAnn, presence);
  REQUIRE(spans.size() == 2);
  CHECK(spans[0].reason == EndReason::clock_step);
  CHECK(*spans[0].ended_at <= before);
  CHECK(spans[1].started_at >= before + 1h);
  CHECK(world.sockets() == 1);
  CHECK(world.everyone_covered());
  world.check();
}

TEST_CASE(
    "a clock set back: nothing is claimed until it has caught up, no interval is negative, and the log says why") {
  EngineWorld world(pair());
  bring_up(world);
  world.run_for(1min);
  world.step_clock(-10min);
  world.run_for(9min);
  CHECK_FALSE(world.history().covered(kAnn, presence));
  CHECK(world.history().spans_of(kAnn, presence)[0].reason == EndReason::clock_step);
  CHECK(world.log().count("clock_step") == 1);
  CHECK(world.log().count("clock_behind") == 1);  // old bug: never said
  world.set(kBob, active);
  world.run_for(2min);
  CHECK(world.everyone_covered());
  CHECK(world.history().changes_of(kBob, presence).back().source == Source::resync);
  world.check();
}

TEST_CASE("old bug: after a step back coverage began again up to a second before the clock had caught up") {
  EngineWorld world(pair());
  bring_up(world);
  world.run_for(1min);
  world.set(kBob, active);
  world.run_for(100ms);
  world.step_clock(-2s);
  const std::size_t before = world.history().spans_of(kAnn, presence).size();
  for (int i = 0; i < 100; ++i) {
    world.set(kBob, i % 2 == 0 ? away : active);  // so that the step is noticed at once
    world.run_for(100ms);
    const auto spans = world.history().spans_of(kAnn, presence);
    if (spans.size() > before) CHECK(spans.back().started_at <= world.now().wall);
  }
  CHECK(world.everyone_covered());
  world.check();
}

TEST_CASE("old bug: a clock that is behind the history at the start was never mentioned, and nothing was covered") {
  history::Resume resume;
  resume.last_session = SessionNumber{7};
  resume.last_batch = BatchNumber{99};
  resume.recorded_until = wall_from_unix_ms(1'700'001'000'000 + 5 * 60'000);
  EngineWorld world(pair(), {}, resume);
  world.start();
  world.run_for(4min);
  CHECK(world.log().count("clock_behind") == 1);
  CHECK(world.history().spans().empty());
  CHECK(world.log().count("ready") == 1);
  world.run_for(2min);
  CHECK(world.everyone_covered());
  CHECK(world.history().spans().front().started_at >= resume.recorded_until);
  world.check();
}

TEST_CASE("a clock that is slewed is left alone") {
  EngineWorld world(pair());
  bring_up(world);
  for (int i = 0; i < 600; ++i) {
    world.run_for(1s);
    world.step_clock(i % 2 == 0 ? 3ms : -4ms);
  }
  CHECK(world.log().count("clock_step") == 0);
  CHECK(world.history().spans_of(kAnn, presence).size() == 1);
  world.check();
}

TEST_CASE("a clock that is set at random for an hour never makes an interval negative") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    EngineWorld world(pair());
    bring_up(world);
    for (int i = 0; i < 60; ++i) {
      world.run_for(random.up_to(2min));
      world.set(kAnn, random.below(2) == 0 ? active : away);
      if (random.below(3) == 0) world.step_clock(random.up_to(10min) - 5min);
      if (random.below(10) == 0) world.close(world.newest_socket(), EndReason::network_error);
    }
    world.run_for(1h);
    CHECK(world.everyone_covered());
    world.check();
  }
}

TEST_CASE("old bug: after a clock step a socket that had fallen silent was taken at its last word") {
  EngineWorld world(pair());
  bring_up(world);
  world.run_for(1min);
  world.slack.answers_pings = false;  // as if it were dead; whether it is, only a pong can tell
  world.step_clock(1h);
  world.run_for(5s);
  CHECK_FALSE(world.history().covered(kAnn, presence));
  world.slack.answers_pings = true;
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 15s));
  CHECK(world.sockets() == 1);
  world.check();
}

TEST_CASE("old bug: what was said before the clock was set forward bounded an audit as if it had been said after it") {
  EngineWorld world({presence_only(kAnn)}, [](engine::Settings& settings) { settings.tuning.audit_interval = 5min; });
  world.store(support::StoreMode::fails);
  world.start();
  REQUIRE(world.run_until([&] { return world.sockets() == 1 && world.socket(0).count("presence_sub") == 1; }, 30s));
  world.run_for(2s);
  const WallTime heard_by = world.now().wall;
  world.step_clock(1h);
  world.store(support::StoreMode::commits);
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 1min));
  set_untold(world, kAnn, active);
  world.run_for(10min);
  const auto changes = world.history().changes_of(kAnn, presence);
  REQUIRE(states(changes) == Words{"away", "active"});
  CHECK(changes[1].source == Source::audit);
  CHECK(changes[1].earliest <= heard_by);
  CHECK(changes[1].earliest > heard_by - 10s);
  world.check_against_truth();
}
