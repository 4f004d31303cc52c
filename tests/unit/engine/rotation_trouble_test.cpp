// Rotations in which something goes wrong.
#include <doctest/doctest.h>

#include "unit/engine/rotation.h"

using namespace presenced;
using namespace presenced::engine::testing;

TEST_CASE("an old socket that dies in the middle of a rotation leaves a short gap and no lie") {
  for (Millis after = 0ms; after <= 4s; after += 100ms) {
    CAPTURE(after.count());
    EngineWorld world(trio());
    bring_up(world);
    world.run_for(1min);
    world.slack.socket_delay = 300ms;
    world.goodbye(world.socket(0));
    world.run_for(after);
    world.set(kBob, active);
    if (!world.socket(0).told_closed) world.close(world.socket(0), EndReason::peer_closed);
    REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 30s));
    world.run_for(1min);
    CHECK(states(world.history().changes_of(kBob, presence)) == Words{"away", "active"});
    CHECK(world.sockets() == 2);
    world.check_against_truth();
  }
}

TEST_CASE("a successor that dies in the middle of a rotation is replaced, and no lie is told") {
  for (Millis after = 0ms; after <= 4s; after += 100ms) {
    CAPTURE(after.count());
    EngineWorld world(trio());
    bring_up(world);
    world.run_for(2min);
    world.slack.socket_delay = 300ms;
    world.goodbye(world.socket(0));
    world.run_for(after);
    if (world.sockets() < 2) continue;
    world.close(world.socket(1), EndReason::network_error);
    world.set(kBob, active);
    world.run_for(3min);
    CHECK(world.everyone_covered());
    CHECK(world.sockets() == 3);
    CHECK(states(world.history().changes_of(kBob, presence)) == Words{"away", "active"});
    world.check_against_truth();
  }
}

TEST_CASE("sockets that contradict each other are left to it until the hand-over limit, then the old one goes") {
  EngineWorld world(pair());
  bring_up(world);
  world.run_for(1min);
  world.slack.silent = {kAnn};  // so that the contradiction is not corrected
  begin_rotation(world);
  world.say(world.socket(1), kAnnActive);
  const MonoTime begun = world.now().mono;
  REQUIRE(world.run_until([&] { return world.socket(0).closing; }, 1min));
  CHECK(world.now().mono - begun >= 30s);
  CHECK(world.now().mono - begun <= 32s);
  world.run_for(1min);
  const auto spans = world.history().spans_of(kAnn, presence);
  REQUIRE(spans.size() == 2);
  CHECK(spans[0].reason == EndReason::lost_agreement);
  const auto changes = world.history().changes_of(kAnn, presence);
  REQUIRE(states(changes) == Words{"away", "active"});
  CHECK(changes[1].source == Source::resync);
  check_no_gap(world, kBob);
  CHECK(world.everyone_covered());
  world.check();
}

TEST_CASE(
    "old bug (seed 58944): the old socket was answered what no event told, and the successor said what was before") {
  EngineWorld world(pair());
  bring_up(world);
  world.run_for(1min);
  world.slack.answers_pings = false;  // the hand-over has to wait
  begin_rotation(world);
  world.run_for(20ms);
  set_untold(world, kAnn, active);
  world.say(world.socket(0), kAnnActive);
  world.slack.answers_pings = true;
  REQUIRE(world.run_until([&] { return world.socket(0).closing; }, 1min));
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 5s));
  CHECK(states(world.history().changes_of(kAnn, presence)) == Words{"away", "active"});
  CHECK(world.socket(1).count("presence_query") == 1);
  check_no_gap(world, kBob);
  world.check_against_truth();
}

TEST_CASE("a status that the old socket knew to be newer by Slack's own time is asked for after the rotation failed") {
  EngineWorld world(pair());
  bring_up(world);
  world.run_for(1min);
  world.slack.silent = {kAnn};  // so that they never agree on Ann
  begin_rotation(world);
  const auto push = [](const char* updated, const char* text) {
    return std::string(R"({"type":"user_change","user":{"id":"U0ANN","updated":)") + updated +
           R"(,"profile":{"status_text":")" + text + R"("}}})";
  };
  world.say(world.socket(1), kAnnActive);
  world.say(world.socket(1), push("2000000001", "before"));
  world.say(world.socket(0), push("2000000002", "after"));
  world.slack.status_replies = {
      http(200, R"({"ok":true,"user":{"id":"U0ANN","updated":2000000002,"profile":{"status_text":"after"}}})")};
  REQUIRE(world.run_until([&] { return world.socket(0).closing; }, 1min));
  world.run_for(10s);
  CHECK(world.history().covered(kAnn, status));
  CHECK(states(world.history().changes_of(kAnn, status)) == Words{"", "after||"});
  world.check();
}

TEST_CASE("a successor that Slack refuses is tried again while the old socket goes on") {
  EngineWorld world(pair());
  bring_up(world);
  world.run_for(2min);
  world.slack.connect_replies = {http(503), http(503), refusal("fatal_error")};
  world.goodbye(world.socket(0));
  REQUIRE(world.run_until([&] { return rotated(world); }, 3min));
  check_no_gap(world, kAnn);
  CHECK(world.sockets() == 2);
  world.check();
}

TEST_CASE("a close that was announced by a goodbye is a goodbye, also when it comes before the hand-over") {
  EngineWorld world(pair());
  bring_up(world);
  world.goodbye(world.socket(0));
  REQUIRE(world.run_until([&] { return world.log().holds("announced the end"); }, 10s));
  world.close(world.socket(0), EndReason::peer_closed);
  REQUIRE(world.run_until([&] { return world.history().sessions().begin()->second.ended_at.has_value(); }, 10s));
  CHECK(world.history().sessions().begin()->second.reason == EndReason::goodbye);
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 1min));
  world.check();
}

TEST_CASE("old bug: a ping refused as too fast was waited for until the session ended, and nobody was covered") {
  EngineWorld world(pair());
  bring_up(world);
  world.run_for(1min);
  world.slack.answers_pings = false;
  world.slack.socket_delay = 300ms;
  world.goodbye(world.socket(0));
  REQUIRE(world.run_until([&] { return world.sockets() == 2 && world.socket(1).count("ping") == 1; }, 10s));
  world.close(world.socket(0), EndReason::peer_closed);
  REQUIRE(world.run_until([&] { return world.socket(1).count("ping") == 2; }, 10s));
  world.say(world.socket(1), R"({"ok":false,"reply_to":2,"error":{"code":17,"msg":"Ratelimited"}})");
  world.slack.answers_pings = true;
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 5s));
  world.check();
}

TEST_CASE("old bug: a pong that never came was waited for until the session ended, and nobody was covered") {
  EngineWorld world(pair());
  bring_up(world);
  world.run_for(1min);
  world.slack.answers_pings = false;
  world.slack.socket_delay = 300ms;
  world.goodbye(world.socket(0));
  REQUIRE(world.run_until([&] { return world.sockets() == 2 && world.socket(1).count("ping") == 1; }, 10s));
  world.close(world.socket(0), EndReason::peer_closed);
  world.run_for(3s);
  world.slack.answers_pings = true;
  for (int i = 0; i < 10; ++i) {  // never quiet for so long that it would be pinged for that
    world.run_for(2s);
    world.feed(engine::LifeSign{world.socket(1).link});
  }
  CHECK(world.everyone_covered());
  world.check();
}

TEST_CASE("old bug: an edit of the watchlist during a hand-over made the engine wake every millisecond") {
  EngineWorld world(pair());
  bring_up(world);
  world.run_for(1min);
  world.slack.silent = {kAnn, kCyd};
  begin_rotation(world);
  world.say(world.socket(1), kAnnActive);  // a disagreement: the hand-over takes its 30 s
  world.run_for(25s);
  world.watch(trio());  // Cyd never answers
  const std::size_t before = world.wakes();
  world.run_for(30s);
  CHECK(world.wakes() - before < 100);
  CHECK(rotated(world));
  world.check();
}

TEST_CASE("old bug: a goodbye while people were held back stuck the hand-over until its limit, and made a gap") {
  EngineWorld world(pair());
  bring_up(world);
  world.run_for(1min);
  world.slack.socket_delay = 300ms;
  world.slack.answers_pings = false;
  world.goodbye(world.socket(0));
  REQUIRE(world.run_until([&] { return world.sockets() == 2 && world.socket(1).count("ping") == 1; }, 10s));
  world.close(world.socket(0), EndReason::peer_closed);  // everybody is held back now
  world.goodbye(world.socket(1));
  world.run_for(500ms);
  REQUIRE(world.run_until([&] { return world.sockets() == 3 && world.socket(2).count("presence_sub") == 1; }, 10s));
  world.slack.answers_pings = true;
  CHECK(world.run_until([&] { return rotated(world, 3); }, 10s));
  world.run_for(1s);
  CHECK(world.history().spans_of(kAnn, presence).size() == 2);
  world.check();
}
