// What cannot be recorded is not claimed.
#include <doctest/doctest.h>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::engine::testing;

using support::StoreMode;

TEST_CASE(
    "a full disk ends coverage with store_error, claims nothing meanwhile, and afterwards everyone is covered again") {
  EngineWorld world(pair());
  bring_up(world);
  world.run_for(1min);
  world.store(StoreMode::fails);
  world.set(kBob, active);  // still claimed: the failure comes with it
  world.run_for(5s);
  CHECK_FALSE(world.history().covered(kAnn, presence));
  CHECK_FALSE(world.history().covered(kAnn, status));
  CHECK(world.history().spans_of(kAnn, presence)[0].reason == EndReason::store_error);
  CHECK(world.log().last("store_failed").level == LogLevel::error);
  CHECK_FALSE(world.snapshot().covering);

  const auto claimed = world.history().changes().size();
  world.set(kAnn, active);
  world.set(kAnn, saying("hello"));
  world.run_for(1min);
  CHECK(world.history().changes().size() == claimed);

  world.store(StoreMode::commits);
  world.run_for(5s);
  CHECK(world.everyone_covered());
  const auto changes = world.history().changes_of(kAnn, presence);
  REQUIRE(states(changes) == Words{"away", "active"});
  CHECK(changes[1].source == Source::resync);
  CHECK(changes[1].earliest == *world.history().spans_of(kAnn, presence)[0].ended_at);
  CHECK(world.history().changes_of(kAnn, status).back().source == Source::resync);
  CHECK(world.sockets() == 1);
  world.check_against_truth();
}

TEST_CASE("a disk that is full at the start is no end of the world") {
  EngineWorld world(pair());
  world.store(StoreMode::fails);
  world.start();
  world.run_for(1min);
  CHECK(world.history().spans().empty());
  world.store(StoreMode::commits);
  world.run_for(5s);
  CHECK(world.everyone_covered());
  world.check_against_truth();
}

TEST_CASE("sessions may come and go while the disk is full") {
  EngineWorld world(pair());
  bring_up(world);
  world.run_for(1min);
  world.store(StoreMode::fails);
  world.run_for(1min);
  world.close(world.newest_socket(), EndReason::network_error);
  world.run_for(1min);
  world.goodbye(world.newest_socket());
  world.run_for(2min);
  world.store(StoreMode::commits);
  world.run_for(5s);
  CHECK(world.everyone_covered());
  CHECK(world.sockets() == 3);
  world.check_against_truth();
}

TEST_CASE("a store that is slow, but within bounds, costs no coverage") {
  EngineWorld world(pair());
  bring_up(world);
  world.store(StoreMode::holds);
  world.run_for(20s);
  world.set(kAnn, active);
  world.run_for(20s);
  CHECK(world.everyone_covered());
  world.store(StoreMode::commits);
  world.run_for(1min);
  CHECK(world.history().spans_of(kAnn, presence).size() == 1);
  world.check_against_truth();
}

TEST_CASE("old bug: after a full disk a status that had run out meanwhile was recorded as news") {
  EngineWorld world(pair());
  bring_up(world);
  world.store(StoreMode::fails);
  world.set(kBob, active);
  world.run_for(5s);
  REQUIRE_FALSE(world.snapshot().covering);
  world.set(kAnn, Status{"for a minute", ":hourglass:", world.now().wall + 60s});  // told, but not to be recorded now
  world.run_for(2min);
  world.set(kAnn, Status{});
  world.run_for(1s);
  const auto asked = [&] { return world.calls(slack::Method::users_info) + world.calls(slack::Method::users_list); };
  const auto before = asked();
  world.set(kBob, Status{"till then", ":hourglass:", world.now().wall + 60s});
  world.run_for(2min);  // no word of its end
  world.store(StoreMode::commits);
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 60s));
  CHECK(asked() > before);
  CHECK(world.history().changes_of(kAnn, status).back().after == "");
  world.check();
}

TEST_CASE("old bug: a clock that was behind took a status for current that had run out while nobody was covered") {
  EngineWorld world(pair());
  bring_up(world);
  world.store(StoreMode::fails);
  world.set(kBob, active);
  world.run_for(5s);
  REQUIRE_FALSE(world.snapshot().covering);
  world.set(kAnn, Status{"until who knows when", ":hourglass:", world.now().wall + 1h});
  world.run_for(1s);
  const auto before = world.calls(slack::Method::users_info);
  world.store(StoreMode::commits);
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 60s));
  CHECK(world.calls(slack::Method::users_info) > before);
  world.check();
}
