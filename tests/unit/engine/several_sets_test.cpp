// More sockets than one, each with its own set of people.
#include <doctest/doctest.h>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::base;
using namespace presenced::engine::testing;
using history::EndReason;
using history::Source;
using support::EngineWorld;
using Words = std::vector<std::string>;

namespace {

// Two sockets of two people each.
EngineWorld::Tweak two_sets() {
  return [](auto& settings) {
    settings.plan.sets = 2;
    settings.plan.ids = 2;
  };
}

}  // namespace

TEST_CASE("a longer watchlist takes more sockets, within the pace of rtm.connect") {
  EngineWorld world(crowd(4), two_sets());
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 60s));
  CHECK(world.sockets() == 2);
  CHECK(world.socket(0).subscribed.size() == 2);
  CHECK(world.socket(1).subscribed.size() == 2);
  world.check();
}

TEST_CASE("one socket that dies takes the coverage of its own people only") {
  EngineWorld world(crowd(4), two_sets());
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 60s));
  world.run_for(10s);
  const bool first_is_mine = world.socket(0).subscribed.contains(nth(0).text);
  world.close(world.socket(first_is_mine ? 0 : 1), EndReason::network_error);
  CHECK_FALSE(world.history().covered(nth(0), presence));
  CHECK_FALSE(world.history().covered(nth(0), status));
  CHECK(world.history().covered(nth(3), presence));
  CHECK(world.history().covered(nth(3), status));
  world.run_for(1min);
  CHECK(world.everyone_covered());
  world.check();
}

TEST_CASE("old bug: a status is told to every socket, and each of them spoke for the people of the others") {
  EngineWorld world(crowd(4), two_sets());
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 60s));
  world.run_for(10s);
  world.socket(1).delay = 1s;
  world.set(nth(0), saying("one"));
  world.run_for(500ms);
  world.set(nth(0), saying("two"));
  world.run_for(5s);
  CHECK(states(world.history().changes_of(nth(0), status)) == Words{"", "one|:wave:|", "two|:wave:|"});
  CHECK(world.history().spans_of(nth(0), status)[0].sessions.size() == 1);
  world.check();
}

TEST_CASE("old bug: a set that an edit of the watchlist made necessary was never connected") {
  EngineWorld world(crowd(2), two_sets());
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 60s));
  for (const auto& one : crowd(4)) world.join(one.id);
  world.watch(crowd(4));
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 60s));
  CHECK(world.sockets() == 2);
  world.check();
}

TEST_CASE("old bug: whoever moved to another set stayed covered by a socket that no longer watched them") {
  EngineWorld world({person(nth(0)), person(nth(1)), status_only(nth(2))}, two_sets());
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 60s));
  world.watch(crowd(3));  // the third finds no room in the first set
  world.close(world.socket(0), EndReason::network_error);
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 60s));
  CHECK(world.history().spans_of(nth(2), status).size() == 2);
  world.check();
}

TEST_CASE("whoever is followed for statuses alone from now on keeps the coverage of their set") {
  EngineWorld world(crowd(4), two_sets());
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 60s));
  world.watch({person(nth(0)), person(nth(1)), person(nth(2)), status_only(nth(3))});
  world.run_for(1min);
  CHECK(world.history().spans_of(nth(3), status).size() == 1);
  CHECK(world.history().covered(nth(3), status));
  world.check();
}
