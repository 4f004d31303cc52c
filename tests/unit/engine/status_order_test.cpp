// Statuses that arrive in another order than they happened: pushed ones and answers to questions overtake each other.
#include <doctest/doctest.h>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::engine::testing;

namespace {

// Ann's record of one and the same second, by Slack's own time.
std::string record(const std::string& text) {
  return R"({"id":"U0ANN","updated":7,"profile":{"status_text":")" + text + R"(","status_emoji":":x:"}})";
}
slack::HttpReply answer(const std::string& text) { return http(200, R"({"ok":true,"user":)" + record(text) + "}"); }
std::string push(const std::string& text) { return R"({"type":"user_change","user":)" + record(text) + "}"; }

}  // namespace

TEST_CASE("a status told out of order, older by Slack's own time than what is known, is passed over") {
  EngineWorld world({person(kAnn)});
  bring_up(world);
  world.set(kAnn, saying("new"));
  world.run_for(1s);
  world.say(
      world.socket(0),
      R"({"type":"user_change","user":{"id":"U0ANN","updated":5,"profile":{"status_text":"stale","status_emoji":":x:"}}})");
  world.run_for(1s);
  CHECK(states(world.history().changes_of(kAnn, status)) == Words{"", "new|:wave:|"});
}

TEST_CASE("old bug: a fetched record older by Slack's own time undid a status that had been told") {
  EngineWorld world({person(kAnn)});
  bring_up(world);
  world.set(kAnn, saying("new"));
  world.run_for(1s);
  world.slack.status_replies = {http(
      200, R"({"ok":true,"user":{"id":"U0ANN","updated":5,"profile":{"status_text":"stale","status_emoji":":x:"}}})")};
  world.say(world.socket(0), R"({"type":"user_invalidated","user":{"id":"U0ANN"}})");
  world.run_for(5s);
  CHECK(states(world.history().changes_of(kAnn, status)) == Words{"", "new|:wave:|"});
  world.check();
}

TEST_CASE("old bug (seed 9041): a push that an answer of the same second had overtaken was taken for news") {
  EngineWorld world({person(kAnn)});
  world.slack.status_replies = {answer("new")};
  bring_up(world);
  world.say(world.socket(0), push("old"));
  world.run_for(10ms);
  CHECK_FALSE(world.history().covered(kAnn, status));  // it might be the newer one
  world.say(world.socket(0), push("new"));
  world.run_for(1s);
  CHECK(world.history().covered(kAnn, status));
  CHECK(states(world.history().changes_of(kAnn, status)) == Words{"new|:x:|"});
  const auto spans = world.history().spans_of(kAnn, status);
  REQUIRE(spans.size() == 2);
  CHECK(spans[0].reason == EndReason::invalidated);
}

TEST_CASE("a status that is told in the second of an answer, and is another, is asked for anew") {
  EngineWorld world({person(kAnn)});
  world.slack.status_replies = {answer("first")};
  bring_up(world);
  world.slack.status_replies = {answer("second")};
  world.say(world.socket(0), push("second"));
  world.run_for(5s);
  CHECK(world.history().covered(kAnn, status));
  const auto changes = world.history().changes_of(kAnn, status);
  REQUIRE(states(changes) == Words{"first|:x:|", "second|:x:|"});
  CHECK(changes[1].source == Source::resync);
}

TEST_CASE("what was under way when a question was answered has arrived by the time that a socket may be silent") {
  EngineWorld world({person(kAnn)});
  world.slack.status_replies = {answer("first")};
  bring_up(world);
  world.run_for(session::Limits{}.dead + 1s);
  world.say(world.socket(0), push("second"));
  world.run_for(1s);
  const auto changes = world.history().changes_of(kAnn, status);
  REQUIRE(states(changes) == Words{"first|:x:|", "second|:x:|"});
  CHECK(changes[1].source == Source::push);
  CHECK(world.history().spans_of(kAnn, status).size() == 1);
}
