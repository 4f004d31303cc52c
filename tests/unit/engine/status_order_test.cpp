// Statuses that arrive in another order than they happened: pushed ones and answers to questions overtake each other.
#include <doctest/doctest.h>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::engine::testing;

namespace {

// Ann's record of this second, by Slack's own time.
std::string record(const EngineWorld& world, const std::string& text) {
  const auto second = std::chrono::floor<std::chrono::seconds>(world.now().wall.time_since_epoch()).count();
  return R"({"id":"U0ANN","updated":)" + std::to_string(second) + R"(,"profile":{"status_text":")" + text +
         R"(","status_emoji":":x:"}})";
}
slack::HttpReply answer(const EngineWorld& world, const std::string& text) {
  return http(200, R"({"ok":true,"user":)" + record(world, text) + "}");
}
std::string push(const EngineWorld& world, const std::string& text) {
  return R"({"type":"user_change","user":)" + record(world, text) + "}";
}

// Until the question about Ann has been answered so.
void start_answered(EngineWorld& world, const std::string& text) {
  world.slack.status_replies = {answer(world, text)};
  world.start();
  REQUIRE(world.run_until([&] { return world.calls(slack::Method::users_info) == 1; }, 1s));
  world.run_for(25ms);
}

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
  start_answered(world, "new");
  world.say(world.socket(0), push(world, "old"));
  world.say(world.socket(0), push(world, "new"));
  world.run_for(10ms);
  CHECK_FALSE(world.history().covered(kAnn, status));  // what else is under way?
  world.run_for(3s);
  CHECK(world.history().covered(kAnn, status));
  CHECK(states(world.history().changes_of(kAnn, status)) == Words{"new|:x:|"});
  CHECK(world.history().spans_of(kAnn, status).size() == 1);
}

TEST_CASE("what is told in the second of an answer, before a later ping is answered, is the newest") {
  EngineWorld world({person(kAnn)});
  start_answered(world, "first");
  world.say(world.socket(0), push(world, "second"));
  world.run_for(3s);
  CHECK(states(world.history().changes_of(kAnn, status)) == Words{"second|:x:|"});
}

TEST_CASE("after a later ping has been answered, what is told in the second of an answer is news at once") {
  EngineWorld world({person(kAnn)});
  const std::string second = push(world, "second");
  world.slack.status_replies = {answer(world, "first")};
  bring_up(world);
  world.say(world.socket(0), second);
  world.run_for(10ms);
  const auto changes = world.history().changes_of(kAnn, status);
  REQUIRE(states(changes) == Words{"first|:x:|", "second|:x:|"});
  CHECK(changes[1].source == Source::push);
  CHECK(world.history().spans_of(kAnn, status).size() == 1);
}

TEST_CASE("old bug (seed 472): what was long on its way was missed where an answer had overtaken it") {
  EngineWorld world({person(kAnn, base::Facets::all())});
  world.set(kAnn, Huddle::in);  // so she is asked about every minute
  bring_up(world);
  world.run_for(30s);
  const std::string second = push(world, "second");
  world.run_for(2s);
  const std::string third = push(world, "third");
  world.run_for(2s);
  world.slack.status_replies = {answer(world, "third")};
  const auto calls = world.calls(slack::Method::users_info);
  REQUIRE(world.run_until([&] { return world.calls(slack::Method::users_info) > calls; }, 2min));
  world.slack.answers_pings = false;
  world.run_for(1s);
  for (const std::string& event : {second, third, second}) world.say(world.socket(0), event);
  world.run_for(1s);
  CHECK(states(world.history().changes_of(kAnn, status)) == Words{"", "second|:x:|", "third|:x:|"});
  world.slack.answers_pings = true;
  world.run_for(20s);
  CHECK(states(world.history().changes_of(kAnn, status)) == Words{"", "second|:x:|", "third|:x:|"});
  CHECK(world.history().spans_of(kAnn, status).size() == 1);
}

TEST_CASE("a ping for the sake of an answer that is refused is sent again") {
  EngineWorld world({person(kAnn)});
  world.slack.answers_pings = false;
  world.slack.status_replies = {answer(world, "first")};
  world.start();
  REQUIRE(world.run_until([&] { return world.sockets() == 1 && world.socket(0).count("ping") == 1; }, 5s));
  world.say(world.socket(0), R"({"ok":false,"reply_to":1,"error":{"code":2,"msg":"message text is missing"}})");
  world.slack.answers_pings = true;
  world.run_for(5s);
  CHECK(world.history().covered(kAnn, status));
}

TEST_CASE("old bug: an answer waited for a pong that never came until the socket had been quiet for long") {
  EngineWorld world({person(kAnn)});
  world.slack.answers_pings = false;
  start_answered(world, "first");
  REQUIRE(world.run_until([&] { return world.socket(0).count("ping") == 1; }, 5s));
  world.slack.answers_pings = true;
  for (int i = 0; i < 7; ++i) {  // never quiet for so long that it would be pinged for that
    world.run_for(2s);
    world.feed(engine::LifeSign{world.socket(0).link});
  }
  CHECK(world.history().covered(kAnn, status));
}

TEST_CASE("a pong to a ping that was never sent settles no answer") {
  EngineWorld world({person(kAnn)});
  world.slack.answers_pings = false;
  start_answered(world, "first");
  world.say(world.socket(0), R"({"type":"pong","reply_to":99})");
  world.run_for(10ms);
  CHECK_FALSE(world.history().covered(kAnn, status));
}

TEST_CASE("of a record that has not changed for a minute by Slack's own time, an answer is told at once") {
  EngineWorld world({person(kAnn)});
  const slack::HttpReply first = answer(world, "first");
  world.slack.status_replies = {first};
  bring_up(world);
  world.run_for(2min);
  world.slack.status_replies = {first};
  world.slack.answers_pings = false;
  world.close(world.newest_socket(), EndReason::network_error);
  REQUIRE(world.run_until([&] { return world.calls(slack::Method::users_info) == 2; }, 10s));
  world.run_for(25ms);
  CHECK(world.history().covered(kAnn, status));
  CHECK(world.newest_socket().count("ping") == 0);
}

TEST_CASE("old bug (seed 20550): what was told of a covered status waited for the pong of an answer, and came late") {
  EngineWorld world({person(kAnn)});
  bring_up(world);
  world.slack.answers_pings = false;
  world.set(kAnn, saying("lunch"));
  world.run_for(100ms);
  const auto asked = world.calls(slack::Method::users_info);
  have_ann_asked_for(world);
  REQUIRE(world.run_until([&] { return world.calls(slack::Method::users_info) == asked + 1; }, 5s));
  world.run_for(100ms);
  world.set(kAnn, saying("back"));
  world.run_for(100ms);
  CHECK(states(world.history().changes_of(kAnn, status)) == Words{"", "lunch|:wave:|", "back|:wave:|"});
  world.check();
}
