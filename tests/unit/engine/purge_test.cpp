// People whose history is deleted while the daemon runs, and those who are never to be recorded again.
#include <doctest/doctest.h>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::engine::testing;

TEST_CASE("a purged person who is watched begins anew with the next pong, with nothing of before") {
  EngineWorld world(pair());
  world.set(kAnn, active);
  world.set(kAnn, saying("here"));
  bring_up(world);
  world.run_for(1min);
  world.purge(kAnn, false);
  CHECK(world.history().spans_of(kAnn, presence).empty());
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 5s));
  CHECK(world.history().covered(kAnn, status));
  const auto changes = world.history().changes_of(kAnn, presence);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].source == Source::first);
  CHECK(changes[0].at == world.now().wall);
  CHECK(world.history().changes_of(kAnn, status)[0].source == Source::first);
  CHECK(world.history().seen().at(kAnn).real_name == "Real U0ANN");
  CHECK(world.history().spans_of(kBob, presence).size() == 1);
  world.set(kAnn, away);
  world.run_for(1s);
  CHECK(world.history().changes_of(kAnn, presence).back().source == Source::push);
  world.check();
}

TEST_CASE("old bug: a purge repeated, as seen now, what a socket that had died in silence had said last") {
  EngineWorld world(pair());
  world.set(kAnn, active);
  bring_up(world);
  world.run_for(1min);
  world.socket(0).mute = true;
  world.set(kAnn, away);
  world.run_for(5s);
  world.purge(kAnn, false);
  world.run_for(5s);
  CHECK(world.history().spans_of(kAnn, presence).empty());
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 2min));
  CHECK(world.history().changes_of(kAnn, presence).at(0).after == "away");
  world.check();
}

TEST_CASE("a forgotten person is never recorded again, whatever the watchlist says") {
  EngineWorld world(pair());
  bring_up(world);
  world.purge(kAnn, true);
  world.set(kAnn, active);
  world.set(kAnn, saying("here"));
  world.run_for(1min);
  world.watch(trio());
  world.run_for(1min);
  CHECK(world.history().spans_of(kAnn, presence).empty());
  CHECK(world.history().changes_of(kAnn, status).empty());
  CHECK_FALSE(world.history().seen().contains(kAnn));
  CHECK_FALSE(world.socket(0).subscribed.contains("U0ANN"));
  CHECK(world.history().covered(kBob, presence));
  CHECK(world.snapshot().watched == 2);
  world.check();
}

TEST_CASE("whoever was forgotten by mistake is recorded again as soon as it is undone") {
  EngineWorld world(pair());
  bring_up(world);
  world.purge(kAnn, true);
  world.run_for(1min);
  CHECK(world.history().spans_of(kAnn, presence).empty());
  world.allow(kAnn);
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 2min));
  CHECK(world.snapshot().watched == 2);
  CHECK(world.history().covered(kAnn, presence));
  CHECK(world.history().changes_of(kAnn, presence)[0].source == Source::first);
  CHECK(world.history().spans_of(kBob, presence).size() == 1);
  world.check();
}

TEST_CASE("who was forgotten before the start is not recorded") {
  history::Resume resume;
  resume.forgotten = {kAnn};
  EngineWorld world(pair(), {}, resume);
  world.start();
  world.run_for(1min);
  CHECK(world.history().spans_of(kAnn, presence).empty());
  CHECK(world.history().covered(kBob, status));
  CHECK(world.snapshot().watched == 1);
  world.check();
}

TEST_CASE("a stranger's history is purged without a word") {
  EngineWorld world(pair());
  bring_up(world);
  world.purge(kCyd, false);
  world.purge(kCyd, true);
  world.run_for(1min);
  CHECK(world.everyone_covered());
  world.check();
}

TEST_CASE("somebody who is sampled begins anew with the next answer after a purge") {
  EngineWorld world(trio(), [](auto& settings) { settings.ids_per_set = 2; });
  bring_up(world);
  world.purge(kCyd, false);
  CHECK_FALSE(world.history().covered(kCyd, presence));
  world.run_for(70s);
  CHECK(world.history().covered(kCyd, presence));
  CHECK(world.history().changes_of(kCyd, presence)[0].source == Source::first);
  world.check();
}

TEST_CASE("who is purged without a session begins anew with the next one") {
  EngineWorld world(pair());
  bring_up(world);
  world.slack.accepts_sockets = false;
  world.close(world.socket(0), EndReason::network_error);
  world.purge(kAnn, false);
  world.run_for(10s);
  world.slack.accepts_sockets = true;
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 2min));
  CHECK(world.history().changes_of(kAnn, presence)[0].source == Source::first);
  world.check();
}

TEST_CASE("old bug: a purge in the step that notices a moved clock ended the coverage that was deleted") {
  for (const bool forgotten : {false, true}) {
    CAPTURE(forgotten);
    EngineWorld world(pair());
    bring_up(world);
    world.run_for(1min);
    world.step_clock(1h);
    const WallTime purged_at = world.now().wall;
    world.purge(kAnn, forgotten);
    world.run_for(10s);
    for (const auto& span : world.history().spans_of(kAnn, presence)) CHECK(span.started_at >= purged_at);
    CHECK(world.history().covered(kAnn, presence) == !forgotten);
    CHECK(world.history().spans_of(kBob, presence)[0].reason == EndReason::clock_step);
    world.check();
  }
}
