// Browser-session tokens: Slack tells that a member's record changed, and not what it says now.
#include <doctest/doctest.h>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::engine::testing;

namespace {

void bring_up_browser(EngineWorld& world) {
  world.slack.browser_session = true;
  bring_up(world);
  world.run_for(10s);
}

}  // namespace

TEST_CASE("from an invalidation on a status is unknown, until the answer; a change lies between the two") {
  EngineWorld world({person(kAnn)});
  bring_up_browser(world);
  world.set(kAnn, saying("new"));
  const WallTime then = world.now().wall;
  world.run_for(1s);
  CHECK_FALSE(world.history().covered(kAnn, status));
  CHECK(world.history().covered(kAnn, presence));
  world.run_for(4s);
  const auto changes = world.history().changes_of(kAnn, status);
  REQUIRE(states(changes) == Words{"", "new|:wave:|"});
  CHECK(changes[1].source == Source::resync);
  CHECK(changes[1].earliest - then <= 10ms);
  const auto spans = world.history().spans_of(kAnn, status);
  REQUIRE(spans.size() == 2);
  CHECK(spans[0].reason == EndReason::invalidated);
  CHECK(spans[0].ended_at == changes[1].earliest);
  CHECK(spans[1].started_at == changes[1].at);
  world.check_against_truth();
}

TEST_CASE("an invalidation that changed nothing of the status leaves a gap and no transition") {
  EngineWorld world({person(kAnn)});
  bring_up_browser(world);
  world.say(world.socket(0), R"({"type":"user_invalidated","user":"U0ANN"})");
  world.run_for(5s);
  CHECK(world.history().changes_of(kAnn, status).size() == 1);
  CHECK(world.history().spans_of(kAnn, status).size() == 2);
  CHECK(world.history().covered(kAnn, status));
  world.check();
}

TEST_CASE("invalidations of two seconds are answered by one question") {
  EngineWorld world({person(kAnn)});
  bring_up_browser(world);
  const std::size_t before = world.calls(slack::Method::users_info);
  for (int i = 0; i < 5; ++i) {
    world.set(kAnn, saying("step " + std::to_string(i)));
    world.run_for(300ms);
  }
  CHECK(world.calls(slack::Method::users_info) == before);
  world.run_for(5s);
  CHECK(world.calls(slack::Method::users_info) == before + 1);
  CHECK(states(world.history().changes_of(kAnn, status)) == Words{"", "step 4|:wave:|"});
  world.check();
}

TEST_CASE("what is invalidated while it is asked for is asked for again") {
  EngineWorld world({person(kAnn)});
  bring_up_browser(world);
  const std::size_t before = world.calls(slack::Method::users_info);
  world.slack.call_delay = 1s;
  world.set(kAnn, saying("one"));
  REQUIRE(world.run_until([&] { return world.calls(slack::Method::users_info) == before + 1; }, 5s));
  world.set(kAnn, saying("two"));
  world.run_for(800ms);
  CHECK_FALSE(world.history().covered(kAnn, status));
  world.run_for(10s);
  CHECK(world.calls(slack::Method::users_info) == before + 2);
  CHECK(states(world.history().changes_of(kAnn, status)) == Words{"", "two|:wave:|"});
  world.check();
}

TEST_CASE("somebody who is not watched is not asked for, whoever's record changed") {
  EngineWorld world({presence_only(kAnn)});
  bring_up_browser(world);
  world.set(kAnn, saying("x"));
  world.set(kBob, saying("y"));
  world.run_for(10s);
  CHECK(world.calls(slack::Method::users_info) == 0);
  world.check();
}

TEST_CASE("a replica that lags behind the invalidation is asked again, and its answer is not believed") {
  EngineWorld world({person(kAnn)});
  world.set(kAnn, saying("old"));
  bring_up_browser(world);
  const std::size_t before = world.calls(slack::Method::users_info);
  world.set(kAnn, saying("new"));
  world.slack.status_replies = {http(
      200, R"({"ok":true,"user":{"id":"U0ANN","updated":5,"profile":{"status_text":"older","status_emoji":""}}})")};
  world.run_for(10s);
  CHECK(world.calls(slack::Method::users_info) == before + 2);
  CHECK(states(world.history().changes_of(kAnn, status)) == Words{"old|:wave:|", "new|:wave:|"});
  world.check();
}

TEST_CASE("a rotation hands over whose record has just been invalidated without a word that is out of date") {
  EngineWorld world({person(kAnn), person(kBob)});
  bring_up_browser(world);
  world.goodbye(world.socket(0));
  for (int i = 0; i < 20; ++i) {
    world.set(kAnn, saying("step " + std::to_string(i)));
    world.run_for(250ms);
  }
  world.run_for(1min);
  CHECK(world.history().sessions().size() == 2);
  CHECK(world.everyone_covered());
  CHECK(world.history().changes_of(kAnn, status).back().after == "step 19|:wave:|");
  world.check_against_truth();
}
