// What a socket said while nothing could be recorded, or before it could be told, is recalled later: dated by when it
// was said. A change that Slack told nobody of, and an answer shows, lies after that.
#include <doctest/doctest.h>

#include "unit/engine/rotation.h"

using namespace presenced;
using namespace presenced::engine::testing;
using support::StoreMode;

namespace {

// Ann goes to lunch while nothing can be recorded; when that was.
WallTime pushed_unrecorded(EngineWorld& world) {
  bring_up(world);
  world.store(StoreMode::fails);
  world.run_for(1min);
  const WallTime said = world.now().wall;
  world.set(kAnn, saying("lunch"));
  world.run_for(1min);
  return said;
}

// Ann's status changes without a word, and she is asked about once more.
support::Change found_by_asking(EngineWorld& world) {
  set_untold(world, kAnn, saying("back"));
  have_ann_asked_for(world);
  world.run_for(30s);
  return world.history().changes_of(kAnn, status).back();
}

void check_bounds(const support::Change& found, WallTime said) {
  CHECK(found.source == Source::audit);
  CHECK(found.earliest >= said);
  CHECK(found.earliest <= said + 100ms);
}

}  // namespace

TEST_CASE("what was pushed while nothing could be recorded was so when it was pushed") {
  EngineWorld world({person(kAnn)});
  const WallTime said = pushed_unrecorded(world);
  world.store(StoreMode::commits);
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 1min));
  world.run_for(1min);
  check_bounds(found_by_asking(world), said);
  world.check_against_truth();
}

TEST_CASE("what the old socket of a rotation was told is recalled with its date by the successor") {
  EngineWorld world({person(kAnn)});
  const WallTime said = pushed_unrecorded(world);
  world.goodbye(world.socket(0));
  REQUIRE(world.run_until([&] { return rotated(world) && world.socket(0).told_closed; }, 1min));
  world.store(StoreMode::commits);
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 1min));
  check_bounds(found_by_asking(world), said);
  world.check_against_truth();
}

TEST_CASE("an answer that waited for its pong was so when it was given") {
  EngineWorld world({person(kAnn)});
  world.set(kAnn, saying("lunch"));  // a moment ago, by Slack's own time: a push of before may be under way
  world.slack.answers_pings = false;
  world.start();
  REQUIRE(world.run_until([&] { return world.calls(slack::Method::users_info) == 1; }, 1s));
  const WallTime asked = world.now().wall;
  world.run_for(8s);
  CHECK_FALSE(world.history().covered(kAnn, status));
  world.slack.answers_pings = true;
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 10s));
  check_bounds(found_by_asking(world), asked);
  world.check_against_truth();
}
