// One script - connect, subscribe, changes, a rotation, more changes, an edit, a stop - replayed with a failure
// injected before each of its steps in turn. A step is one input to the engine. Whatever fails, and when: the rules
// hold, the history tells the truth, and soon everyone is covered again.
#include <doctest/doctest.h>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::engine::testing;
using support::StoreMode;

namespace {

void script(EngineWorld& world) {
  world.start();
  world.run_for(3s);
  world.set(kAnn, active);
  world.set(kBob, saying("in a train"));
  world.run_for(12s);
  world.set(kAnn, away);
  world.goodbye(world.newest_socket());
  world.run_for(1s);
  world.set(kBob, active);
  world.run_for(1s);
  world.set(kAnn, active);
  world.set(kAnn, saying("hello"));
  world.run_for(10s);
  world.set(kBob, away);
  world.run_for(1s);
}

struct Failure {
  const char* name;
  std::function<void(EngineWorld&)> inject;
};

void kill_newest(EngineWorld& world) {
  if (world.sockets() > 0) world.close(world.newest_socket(), EndReason::network_error, "injected");
}

void kill_all(EngineWorld& world) {
  for (std::size_t i = 0; i < world.sockets(); ++i) world.close(world.socket(i), EndReason::network_error, "injected");
}

const Failure kFailures[] = {
    {"the newest socket dies", kill_newest},
    {"the oldest socket dies",
     [](EngineWorld& world) {
       if (world.sockets() > 0) world.close(world.socket(0), EndReason::peer_closed, "injected");
     }},
    {"every socket dies", kill_all},
    {"the newest socket goes mute",
     [](EngineWorld& world) {
       if (world.sockets() > 0) world.newest_socket().mute = true;
     }},
    {"a goodbye",
     [](EngineWorld& world) {
       if (world.sockets() > 0 && world.newest_socket().hello) world.goodbye(world.newest_socket());
     }},
    {"the next calls fail",
     [](EngineWorld& world) {
       world.slack.connect_replies = {http(503), refusal("fatal_error")};
       world.slack.status_replies = {http(503), http(0)};
     }},
    {"every socket dies and the next calls fail",
     [](EngineWorld& world) {
       world.slack.connect_replies = {http(503), refusal("fatal_error")};
       kill_all(world);
     }},
    {"the store fails for five seconds",
     [](EngineWorld& world) {
       world.store(StoreMode::fails);
       world.later(5s, [&world] { world.store(StoreMode::commits); });
     }},
    {"the store holds for five seconds and a socket dies",
     [](EngineWorld& world) {
       world.store(StoreMode::holds);
       world.later(5s, [&world] { world.store(StoreMode::commits); });
       kill_newest(world);
     }},
    {"the clock is set forward", [](EngineWorld& world) { world.step_clock(1min); }},
    {"the clock is set back", [](EngineWorld& world) { world.step_clock(-20s); }},
    {"pings go unanswered for a while",
     [](EngineWorld& world) {
       world.slack.answers_pings = false;
       world.later(4s, [&world] { world.slack.answers_pings = true; });
     }},
};

// How many steps the script has when nothing fails.
std::size_t steps_of_script() {
  EngineWorld world(pair());
  script(world);
  world.check_against_truth();
  REQUIRE(world.everyone_covered());
  REQUIRE(world.history().sessions().size() == 2);
  return world.steps();
}

}  // namespace

TEST_CASE("whatever fails and when, the rules hold and soon everyone is covered again") {
  const std::size_t steps = steps_of_script();
  REQUIRE(steps > 50);
  for (const Failure& failure : kFailures) {
    CAPTURE(failure.name);
    for (std::size_t at = 2; at <= steps; ++at) {
      CAPTURE(at);
      EngineWorld world(pair());
      // Not within the step itself: the engine is told of one thing at a time.
      world.before_step = [&, injected = false](std::size_t step) mutable {
        if (step != at || std::exchange(injected, true)) return;
        world.later(0ms, [&] { failure.inject(world); });
      };
      script(world);
      CHECK(world.run_until([&] { return world.everyone_covered(); }, 4min));
      world.run_for(1min);
      const bool clock_was_set = world.log().count("clock_step") > 0;
      if (clock_was_set)
        world.check();
      else
        world.check_against_truth();
      world.stop();
      world.run_for(4s);
      CHECK(world.stopped());
      for (const auto& user : {kAnn, kBob}) {
        CHECK_FALSE(world.history().covered(user, presence));
        CHECK_FALSE(world.history().covered(user, status));
      }
      for (const auto& [number, session] : world.history().sessions()) CHECK(session.ended_at.has_value());
      world.check();
    }
  }
}

TEST_CASE("failures at random, for hours, end in a history that keeps the rules and in everyone covered") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    EngineWorld world(trio(), [](auto& settings) { settings.tuning.audit_interval = 7min; });
    world.start();
    for (int i = 0; i < 150; ++i) {
      world.slack.socket_delay = random.up_to(1s);
      world.slack.call_delay = random.up_to(2s);
      const UserId user = trio()[random.below(3)].id;
      if (random.below(2) == 0)
        world.set(user, random.below(2) == 0 ? active : away);
      else
        world.set(user, saying(std::to_string(i)));
      if (random.below(6) == 0) {
        const std::size_t which = random.below(std::size(kFailures));
        const bool clock = which == 9 || which == 10;
        if (!clock) kFailures[which].inject(world);
      }
      world.run_for(random.below(4) == 0 ? random.up_to(3min) : random.up_to(2s));
    }
    CHECK(world.run_until([&] { return world.everyone_covered(); }, 10min));
    world.run_for(1min);
    world.check_against_truth();
  }
}
