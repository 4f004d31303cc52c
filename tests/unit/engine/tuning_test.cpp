// What of its settings an engine takes while it runs.
#include <doctest/doctest.h>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::base;
using namespace presenced::engine::testing;
using support::EngineWorld;

namespace {

// As the settings that the world begins with, but for what a test changes.
engine::TuningChanged tuning() {
  const engine::Settings settings;
  return {settings.appear_away, settings.audit_interval, settings.sample_interval, settings.resolve_interval,
          settings.plan.sets};
}

}  // namespace

TEST_CASE("an audit interval that becomes shorter counts at once, and one of 0 ends the audits") {
  EngineWorld world(pair());
  bring_up(world);
  auto next = tuning();
  next.audit_interval = 2min;
  world.feed(next);
  world.run_for(21min);
  const auto asked = world.socket(0).count("presence_query");
  CHECK(asked >= 8);
  next.audit_interval = 0ms;
  world.feed(next);
  world.run_for(5h);
  CHECK(world.socket(0).count("presence_query") == asked);
  CHECK(world.sockets() == 1);  // the session is the same
  world.check();
}

TEST_CASE("our own green dot is hidden and shown when that changes, and left alone when something else does") {
  EngineWorld world(pair(), [](auto& settings) { settings.appear_away = false; });
  bring_up(world);
  CHECK(world.calls(slack::Method::users_set_presence) == 0);
  auto next = tuning();
  next.appear_away = true;
  world.feed(next);
  world.run_for(5s);
  CHECK(world.calls(slack::Method::users_set_presence) == 1);
  next.audit_interval = 2min;
  world.feed(next);
  world.run_for(5s);
  CHECK(world.calls(slack::Method::users_set_presence) == 1);
  next.appear_away = false;
  world.feed(next);
  world.run_for(5s);
  CHECK(world.calls(slack::Method::users_set_presence) == 2);
  world.check();
}
