// The process is stopped for a while, and both clocks run on.
#include <doctest/doctest.h>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::engine::testing;

namespace {

// It becomes so during the stop, a second after its beginning; the news of it waits in the socket.
void stop_with_a_change(EngineWorld& world, Millis span) {
  world.stall(1s);
  world.set(kAnn, active);
  world.stall(span - 1s);
}

}  // namespace

TEST_CASE("defect: what changed while the process was stopped lies between the last turn before and its discovery") {
  for (const Millis span : {Millis{5s}, Millis{20s}, Millis{25s}}) {
    CAPTURE(span.count());
    EngineWorld world(pair());
    bring_up(world);
    world.run_for(1min);
    const WallTime last_turn = world.now().wall;
    stop_with_a_change(world, span);
    REQUIRE(world.run_until([&] { return world.log().count("stalled") == 1; }, 1s));
    REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 20s));
    const auto change = world.history().changes_of(kAnn, presence).back();
    CHECK(change.after == "active");
    CHECK(change.source == Source::resync);
    CHECK(change.earliest <= last_turn);
    CHECK(change.at >= last_turn + span);
    const auto spans = world.history().spans_of(kAnn, presence);
    CHECK(*spans[0].ended_at <= last_turn);
    CHECK(spans[1].started_at >= last_turn + span);
    world.check();
  }
}

TEST_CASE("defect: coverage ends before the stop also when Slack closes the socket meanwhile") {
  EngineWorld world(pair());
  bring_up(world);
  world.run_for(1min);
  const WallTime last_turn = world.now().wall;
  stop_with_a_change(world, 15s);
  world.close(world.newest_socket(), EndReason::peer_closed);
  CHECK(*world.history().spans_of(kAnn, presence)[0].ended_at <= last_turn);
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 1min));
  CHECK(world.history().changes_of(kAnn, presence).back().earliest <= last_turn);
  world.check();
}

TEST_CASE("old bug: what a socket reported while the process was stopped during its upgrade counted as live") {
  for (const Millis span : {Millis{4'100ms}, Millis{9s}}) {
    CAPTURE(span.count());
    EngineWorld world({person(kAnn)});
    world.slack.says_hello = false;
    world.slack.call_delay = 1h;  // nobody answers questions about statuses
    world.start();
    world.slack.call_delay = 20ms;
    REQUIRE(world.run_until([&] { return world.sockets() == 1 && world.socket(0).up; }, 20s));
    world.run_for(100ms);
    const auto tells = [&](const char* text) {
      world.say(
          world.socket(0),
          std::string(R"({"type":"user_change","user":{"id":"U0ANN","profile":{"status_text":")") + text + R"("}}})");
    };
    world.stall(span);
    world.socket(0).hello = true;
    world.say(world.socket(0), R"({"type":"hello"})");
    tells("over long ago");
    tells("now");
    REQUIRE(world.run_until([&] { return world.history().covered(kAnn, status); }, 10s));
    CHECK(states(world.history().changes_of(kAnn, status)) == Words{"now||"});
    world.check();
  }
}

TEST_CASE("a turn that is up to two seconds late is nothing") {
  EngineWorld world(pair());
  bring_up(world);
  for (int i = 0; i < 60; ++i) {
    world.run_for(1s);
    world.stall(1'900ms);
  }
  CHECK(world.log().count("stalled") == 0);
  CHECK(world.history().spans_of(kAnn, presence).size() == 1);
  world.check();
}

TEST_CASE("a stop of more than four seconds is noticed whenever it begins") {
  EngineWorld world(pair());
  bring_up(world);
  for (std::size_t stops = 1; stops <= 40; ++stops) {
    world.run_for(10s + Millis{137} * static_cast<int>(stops));
    world.stall(4'100ms);
    world.run_for(1ms);
    CHECK(world.log().count("stalled") == stops);
  }
  world.check();
}

TEST_CASE("while a socket is live the engine turns every two seconds, and otherwise only as it must") {
  EngineWorld world(pair());
  bring_up(world);
  const std::size_t before = world.steps();
  world.run_for(10min);
  CHECK(world.steps() - before <= 10 * 60);
  world.stop();
  world.run_for(10s);
  CHECK(world.stopped());
  world.check();
}
