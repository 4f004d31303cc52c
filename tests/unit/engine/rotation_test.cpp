// The planned rotation: no gap, nothing doubled, nothing invented (feeds/rtm/hand_over.h).
#include "unit/engine/rotation.h"

#include <doctest/doctest.h>

using namespace presenced;
using namespace presenced::engine::testing;

TEST_CASE("a goodbye opens the successor before the old socket closes, and leaves no gap") {
  EngineWorld world(trio());
  bring_up(world);
  world.run_for(1h);
  world.goodbye(world.socket(0));
  REQUIRE(world.run_until([&] { return rotated(world); }, 30s));
  CHECK(world.log().count("goodbye") == 1);
  CHECK(world.log().count("lost") == 0);
  CHECK(world.log().count("session_ended") == 1);
  world.run_for(1min);
  for (const auto& user : {kAnn, kBob, kCyd}) {
    check_no_gap(world, user);
    const auto span = world.history().spans_of(user, presence)[0];
    CHECK(span.sessions == std::vector<SessionNumber>{SessionNumber{1}, SessionNumber{2}});
  }
  CHECK(world.history().sessions().at(SessionNumber{1}).reason == EndReason::goodbye);
  world.set(kAnn, active);
  world.run_for(1s);
  CHECK(states(world.history().changes_of(kAnn, presence)) == Words{"away", "active"});
  CHECK(world.history().changes_of(kAnn, presence)[1].session == SessionNumber{2});
  world.check_against_truth();
}

TEST_CASE("a week of rotations leaves one span of coverage") {
  EngineWorld world(pair());
  bring_up(world);
  for (int i = 0; i < 21; ++i) {
    world.run_for(8h);
    world.goodbye(world.newest_socket());
    world.set(kAnn, i % 2 == 0 ? active : away);
  }
  world.run_for(1min);
  check_no_gap(world, kAnn);
  check_no_gap(world, kBob);
  CHECK(world.history().changes_of(kAnn, presence).size() == 22);
  CHECK(world.sockets() == 22);
  world.check_against_truth();
}

TEST_CASE("a change that one socket tells earlier than the other is written once") {
  for (const bool old_is_slow : {true, false}) {
    CAPTURE(old_is_slow);
    EngineWorld world(pair());
    bring_up(world);
    world.socket(0).delay = old_is_slow ? 900ms : 5ms;
    world.slack.socket_delay = old_is_slow ? 5ms : 900ms;
    world.goodbye(world.socket(0));
    bool is_active = false;
    const MonoTime end = world.now().mono + 20s;
    while (world.now().mono < end) {  // a change every 2.3 s, all the way through the rotation
      is_active = !is_active;
      world.set(kAnn, is_active ? active : away);
      world.set(kAnn, saying(is_active ? "in" : "out"));
      world.run_for(2'300ms);
    }
    world.run_for(40s);
    CHECK(rotated(world));
    check_no_gap(world, kAnn);
    check_no_gap(world, kBob);
    world.check_against_truth();
  }
}

TEST_CASE("a stale snapshot on the successor undoes nothing") {
  EngineWorld world({person(kAnn)});
  bring_up(world);
  world.slack.socket_delay = 3s;  // the snapshot is taken at once and comes late
  begin_rotation(world);
  world.set(kAnn, active);  // told by the old socket at once; the successor first says `away`
  world.run_for(2min);
  CHECK(rotated(world));
  check_no_gap(world, kAnn);
  CHECK(states(world.history().changes_of(kAnn, presence)) == Words{"away", "active"});
  world.check_against_truth();
}

TEST_CASE("a second goodbye, on the successor, rotates once more") {
  EngineWorld world(trio());
  bring_up(world);
  world.run_for(1min);
  begin_rotation(world);
  world.goodbye(world.socket(1));
  REQUIRE(world.run_until([&] { return rotated(world, 3); }, 1min));
  world.run_for(1min);
  for (const auto& user : {kAnn, kBob, kCyd}) check_no_gap(world, user);
  CHECK(world.sockets() == 3);
  world.check_against_truth();
}

TEST_CASE("a goodbye said twice opens one successor") {
  EngineWorld world(pair());
  bring_up(world);
  world.goodbye(world.socket(0));
  world.goodbye(world.socket(0));
  world.run_for(1min);
  CHECK(world.sockets() == 2);
  CHECK(world.connect_calls().size() == 2);
  check_no_gap(world, kAnn);
  world.check();
}

TEST_CASE(
    "old bug: a successor that died while another was still being caught up with left people uncovered for ever") {
  EngineWorld world(trio());
  bring_up(world);
  world.run_for(1min);
  world.set(kAnn, active);
  // The first successor takes over all but Ann, on whom the sockets disagree, and dies.
  world.slack.silent = {kAnn};
  begin_rotation(world);
  world.say(world.socket(1), R"({"type":"presence_change","user":"U0ANN","presence":"away"})");
  world.run_for(5s);
  world.slack.answers_pings = false;
  world.close(world.socket(1), EndReason::network_error);
  // The second begins its rotation and dies as well, before any pong.
  world.slack.silent.clear();
  REQUIRE(world.run_until([&] { return world.sockets() == 3 && world.socket(2).count("ping") == 1; }, 30s));
  world.close(world.socket(2), EndReason::network_error);
  world.slack.answers_pings = true;
  world.slack.accepts_sockets = false;
  world.run_for(25s);
  CHECK(world.everyone_covered());
  world.check();
}

TEST_CASE("a watchlist edited during a rotation holds on both sockets") {
  EngineWorld world(pair());
  bring_up(world);
  world.slack.socket_delay = 500ms;
  world.goodbye(world.socket(0));
  REQUIRE(world.run_until([&] { return world.sockets() == 2 && world.socket(1).hello; }, 10s));
  world.join(kCyd);
  world.watch({person(kBob), person(kCyd)});
  world.run_for(1min);
  CHECK(rotated(world));
  CHECK(world.everyone_covered());
  CHECK_FALSE(world.history().covered(kAnn, presence));
  check_no_gap(world, kBob);
  world.check_against_truth();
}

TEST_CASE("whatever the delays and whenever the changes, a rotation loses, doubles and invents nothing") {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    EngineWorld world(trio());
    bring_up(world);
    world.run_for(70s);
    world.socket(0).delay = random.up_to(1'500ms);
    world.slack.socket_delay = random.up_to(1'500ms);
    world.slack.call_delay = random.up_to(1'000ms);
    world.goodbye(world.socket(0));
    for (int i = 0; i < 60; ++i) {
      const UserId user = trio()[random.below(3)].id;
      if (random.below(2) == 0)
        world.set(user, random.below(2) == 0 ? active : away);
      else
        world.set(user, saying(std::to_string(i)));
      world.run_for(random.up_to(1'200ms));
    }
    world.run_for(50s);
    CHECK(rotated(world));
    CHECK(world.everyone_covered());
    world.check_against_truth();
  }
}

TEST_CASE("a change there and back, which the successor has yet to tell, is not taken for agreement") {
  EngineWorld world({presence_only(kAnn)});
  bring_up(world);
  world.run_for(1min);
  world.slack.socket_delay = 1'500ms;
  world.goodbye(world.socket(0));
  REQUIRE(world.run_until([&] { return world.sockets() == 2 && world.socket(1).count("ping") == 1; }, 20s));
  world.run_for(200ms);
  world.set(kAnn, active);
  world.run_for(200ms);
  world.set(kAnn, away);  // the old socket has told both by now, the successor neither: both last said `away`
  world.run_for(1min);
  CHECK(rotated(world));
  CHECK(states(world.history().changes_of(kAnn, presence)) == Words{"away", "active", "away"});
  CHECK(world.history().spans_of(kAnn, presence).size() == 1);
  world.check_against_truth();
}
