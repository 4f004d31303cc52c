// Statuses: fetched at the beginning, told afterwards.
#include <doctest/doctest.h>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::engine::testing;

TEST_CASE("the statuses of few people are asked for one by one, of many by the pages of a list") {
  EngineWorld few(pair());
  bring_up(few);
  CHECK(few.calls(slack::Method::users_info) == 2);
  CHECK(few.calls(slack::Method::users_list) == 0);

  EngineWorld many(crowd(450));
  bring_up(many);
  CHECK(many.calls(slack::Method::users_list) == 3);
  CHECK(many.calls(slack::Method::users_info) == 0);
  many.check();
}

TEST_CASE("a present status is the first, and what is told afterwards is live, once though it is told twice") {
  EngineWorld world(pair());
  world.set(kAnn, saying("in a train"));
  bring_up(world);
  world.set(kAnn, saying("at home"));
  world.run_for(1s);
  world.set(kAnn, Status{});
  world.run_for(1s);
  const auto changes = world.history().changes_of(kAnn, status);
  REQUIRE(states(changes) == Words{"in a train|:wave:|", "at home|:wave:|", ""});
  CHECK(changes[0].source == Source::first);
  CHECK(changes[1].source == Source::push);
  CHECK(changes[2].source == Source::push);
  world.check_against_truth();
}

TEST_CASE("a status that is told while it is being fetched is newer than the answer") {
  EngineWorld world({person(kAnn)});
  world.set(kAnn, saying("old"));
  world.slack.call_delay = 500ms;
  world.start();
  REQUIRE(world.run_until([&] { return world.calls(slack::Method::users_info) == 1; }, 10s));
  world.set(kAnn, saying("new"));
  world.run_for(5s);
  CHECK(states(world.history().changes_of(kAnn, status)) == Words{"new|:wave:|"});
  CHECK(world.calls(slack::Method::users_info) == 1);
  world.check();
}

TEST_CASE("what is told during a fetch is newer than the answer, also while nothing can be recorded") {
  EngineWorld world({person(kAnn)});
  world.set(kAnn, saying("old"));
  world.slack.call_delay = 4s;
  world.store(support::StoreMode::fails);
  world.start();
  REQUIRE(world.run_until([&] { return world.calls(slack::Method::users_info) == 1; }, 20s));
  world.say(world.socket(0), R"({"type":"user_change","user":{"id":"U0ANN","profile":{"status_text":"new"}}})");
  world.run_for(10s);
  world.store(support::StoreMode::commits);
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 30s));
  CHECK(states(world.history().changes_of(kAnn, status)) == Words{"new||"});
  world.check();
}

TEST_CASE("a status asked for during one session says nothing about the next") {
  EngineWorld world({person(kAnn)});
  world.set(kAnn, saying("old"));
  world.slack.call_delay = 4s;
  world.start();
  REQUIRE(world.run_until([&] { return world.calls(slack::Method::users_info) == 1; }, 20s));
  world.slack.call_delay = 20ms;
  world.close(world.socket(0), EndReason::network_error);
  world.set(kAnn, saying("new"));
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 30s));
  world.run_for(10s);
  CHECK(states(world.history().changes_of(kAnn, status)) == Words{"new|:wave:|"});
  world.check_against_truth();
}

TEST_CASE("somebody Slack does not show is named, and covered for presence alone") {
  EngineWorld world(pair());
  world.slack.absent = {kBob};
  world.start();
  world.run_for(1min);
  CHECK(world.history().covered(kBob, presence));
  CHECK_FALSE(world.history().covered(kBob, status));
  CHECK(world.history().covered(kAnn, status));
  CHECK(world.log().last("not_visible").message.find("U0BOB") != std::string::npos);
  CHECK(world.log().count("not_visible") == 1);
  world.check();
}

TEST_CASE("old bug: one person for whom users.info failed left everybody behind them without a status") {
  EngineWorld world(pair());
  world.slack.info_replies[kAnn] = refusal("brand_new_error");
  world.start();
  world.run_for(1min);
  CHECK_FALSE(world.history().covered(kAnn, status));
  CHECK(world.history().covered(kBob, status));
  world.run_for(10min);
  CHECK(world.log().count("not_visible") == 1);
  CHECK(world.log().last("not_visible").message.find("U0ANN to this token (brand_new_error)") != std::string::npos);
  const std::size_t calls = world.calls(slack::Method::users_info);
  world.run_for(5h);
  CHECK(world.log().count("not_visible") == 1);
  CHECK(world.calls(slack::Method::users_info) < calls + 12);  // rarely, and for ever
  CHECK(world.calls(slack::Method::users_info) >= calls + 4);
  world.slack.info_replies.clear();
  world.run_for(1h + 10min);
  CHECK(world.everyone_covered());
  world.check();
}

TEST_CASE("a person for whom users.info answers with 500 every time holds up nobody") {
  EngineWorld world(pair());
  world.slack.info_replies[kAnn] = http(500);
  world.start();
  world.run_for(1min);
  CHECK_FALSE(world.history().covered(kAnn, status));
  CHECK(world.history().covered(kBob, status));
  world.slack.info_replies.clear();
  world.run_for(6min);
  CHECK(world.everyone_covered());
  world.check();
}

TEST_CASE("somebody Slack does not show is asked about again, rarely, and at once in the next session") {
  EngineWorld world(pair());
  world.slack.absent = {kBob};
  world.start();
  world.run_for(10min);
  CHECK(world.calls(slack::Method::users_info) == 2);
  world.run_for(3h);
  CHECK(world.calls(slack::Method::users_info) >= 4);
  CHECK(world.calls(slack::Method::users_info) <= 5);
  CHECK(world.log().count("not_visible") == 1);
  world.slack.absent.clear();
  world.close(world.socket(0), EndReason::network_error);
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 1min));
  world.check();
}

TEST_CASE("old bug: nobody had a status while users.list failed, although users.info would have told") {
  EngineWorld world(crowd(30));
  for (int i = 0; i < 3; ++i) world.slack.status_replies.push_back(refusal("brand_new_error"));
  bring_up(world);
  CHECK(world.calls(slack::Method::users_list) == 3);
  CHECK(world.calls(slack::Method::users_info) == 30);
  world.check();
}

TEST_CASE("old bug: a pushed profile without status keys cleared the status") {
  EngineWorld world({person(kAnn)});
  world.set(kAnn, saying("in a train"));
  bring_up(world);
  world.say(world.socket(0),
            R"({"type":"user_profile_changed","user":{"id":"U0ANN","profile":{"display_name":"Ann"}}})");
  world.run_for(1s);
  CHECK(states(world.history().changes_of(kAnn, status)) == Words{"in a train|:wave:|"});
  CHECK(world.history().seen().at(kAnn).name == "Ann");
  world.say(world.socket(0),
            R"({"type":"user_change","user":{"id":"U0ANN","name":"ann","deleted":false,"is_bot":false,"profile":{}}})");
  world.run_for(1s);
  CHECK(states(world.history().changes_of(kAnn, status)) == Words{"in a train|:wave:|", ""});
  world.check();
}

TEST_CASE("old bug: a reduced record erased what was known of a person") {
  EngineWorld world(pair());
  bring_up(world);
  const auto before = world.history().seen().at(kAnn);
  REQUIRE(before.name == "name-of-U0ANN");
  world.say(world.socket(0), R"({"type":"user_huddle_changed","user":{"id":"U0ANN","profile":{"status_text":"x"}}})");
  world.say(world.socket(0), R"({"type":"team_join","user":{"id":"U0ANN","name":null,"tz":null,"is_bot":null}})");
  world.run_for(5s);
  CHECK(world.history().seen().at(kAnn) == before);

  world.say(world.socket(0), R"({"type":"user_change","user":{"id":"U0ANN","deleted":true,"profile":{}}})");
  world.run_for(1s);
  auto expected = before;
  expected.deleted = true;
  CHECK(world.history().seen().at(kAnn) == expected);
  world.check();
}

TEST_CASE("a reduced record after a restart leaves what the history has of a person") {
  history::Resume resume;
  history::PersonResume ann;
  ann.watched = true;
  ann.seen = history::PersonSeen{kAnn, "Ann", "Ann B", "Europe/Oslo", true, false};
  resume.people.emplace_back(kAnn, ann);
  EngineWorld world({person(kAnn)}, {}, resume);
  world.slack.info_replies[kAnn] =
      http(200, R"({"ok":true,"user":{"id":"U0ANN","name":"ann","profile":{"status_text":""}}})");
  bring_up(world);
  world.say(world.socket(0), R"({"type":"user_change","user":{"id":"U0ANN","real_name":"Ann C"}})");
  world.run_for(1s);
  CHECK(world.history().seen().at(kAnn) == history::PersonSeen{kAnn, "Ann", "Ann C", "Europe/Oslo", true, false});
}

TEST_CASE("people whom a complete list does not show are asked for one by one") {
  EngineWorld world(crowd(20));
  world.slack.absent = {nth(3)};
  world.start();
  world.run_for(1min);
  CHECK(world.calls(slack::Method::users_list) == 1);
  CHECK(world.calls(slack::Method::users_info) == 1);
  CHECK(world.history().covered(nth(4), status));
  CHECK_FALSE(world.history().covered(nth(3), status));
  world.check();
}

TEST_CASE("a missing scope names itself, is tried again slowly, and does not touch presence") {
  EngineWorld world(pair());
  world.slack.status_replies = {http(200, R"({"ok":false,"error":"missing_scope","needed":"users:read"})")};
  world.start();
  world.run_for(5min);
  CHECK(world.calls(slack::Method::users_info) == 1);
  const auto line = world.log().last("status_fetch_failed");
  CHECK(line.level == LogLevel::error);
  CHECK(line.message.find("the token lacks the scope users:read") != std::string::npos);
  CHECK(world.history().covered(kAnn, presence));
  CHECK_FALSE(world.history().covered(kAnn, status));
  world.run_for(6min);
  CHECK(world.everyone_covered());
  world.check();
}

TEST_CASE("a rate-limited fetch waits as long as Slack asks, and no longer than needed") {
  EngineWorld world(pair());
  auto busy = http(429);
  busy.retry_after = std::chrono::seconds{30};
  world.slack.status_replies = {busy};
  world.start();
  world.run_for(29s);
  CHECK(world.calls(slack::Method::users_info) == 1);
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 10s));
  world.check();
}

TEST_CASE("a listing that fails in its middle begins again") {
  EngineWorld world(crowd(450));
  world.slack.status_replies.push_back(
      http(200, R"({"ok":true,"members":[],"response_metadata":{"next_cursor":"200"}})"));
  world.slack.status_replies.push_back(http(503));
  bring_up(world);
  CHECK(world.calls(slack::Method::users_list) == 5);
  world.check();
}

TEST_CASE("a status runs out by its own clock when Slack says nothing") {
  EngineWorld world({person(kAnn)});
  bring_up(world);
  Status lunch = saying("lunch");
  const WallTime ends{std::chrono::ceil<std::chrono::seconds>(world.now().wall.time_since_epoch()) + 10min};
  lunch.expires_at = ends;
  world.set(kAnn, lunch);
  world.run_for(15min);
  const auto changes = world.history().changes_of(kAnn, status);
  REQUIRE(changes.size() == 3);
  CHECK(changes[2].source == Source::expiry);
  CHECK(changes[2].earliest == ends);
  CHECK(changes[2].at >= ends + 60s);
  CHECK(changes[2].at <= ends + 66s);
  world.check();
}

TEST_CASE("a member record that changed nothing of the status is no transition, but its names are kept") {
  EngineWorld world({person(kAnn)});
  bring_up(world);
  CHECK(world.history().seen().at(kAnn).real_name == "Real U0ANN");
  CHECK(world.history().seen().at(kAnn).tz == "Europe/Berlin");
  world.say(
      world.socket(0),
      R"({"type":"user_change","user":{"id":"U0ANN","name":"ann","real_name":"Ann B","profile":{"status_text":"","status_emoji":""}}})");
  world.say(world.socket(0),
            R"({"type":"user_change","user":{"id":"U0ELSE","name":"x","profile":{"status_text":"x"}}})");
  world.run_for(1s);
  CHECK(world.history().changes_of(kAnn, status).size() == 1);
  CHECK(world.history().seen().at(kAnn).real_name == "Ann B");
  CHECK_FALSE(world.history().seen().contains(UserId{"U0ELSE"}));
  world.check();
}

TEST_CASE("old bug: a late answer that Ann is not there, asked for a session that is over, held for the next one") {
  EngineWorld world({person(kAnn)});
  world.slack.absent = {kAnn};
  world.start();
  REQUIRE(world.run_until([&] { return world.sockets() == 1; }, 1s));
  world.slack.call_delay = 10s;
  REQUIRE(world.run_until([&] { return world.calls(slack::Method::users_info) == 1; }, 5s));
  world.slack.absent.clear();
  world.slack.call_delay = 20ms;
  world.close(world.newest_socket(), history::EndReason::network_error);
  REQUIRE(world.run_until([&] { return world.history().sessions().size() == 2; }, 9s));
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 30s));
  world.check();
}

TEST_CASE("a status confirmed by an answer on a socket that is dead already bounds what is found after the gap") {
  EngineWorld world(pair());
  bring_up(world);
  world.set(kAnn, saying("lunch"));
  world.run_for(1min);
  world.slack.call_delay = 1s;
  have_ann_asked_for(world);
  world.run_for(100ms);
  have_ann_asked_for(world);  // what is under way is no answer to this: she is asked about once more, later
  world.run_for(2500ms);
  world.close(world.socket(0), EndReason::network_error);
  world.set(kAnn, saying("back"));
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 1min));
  const auto ended = world.history().spans_of(kAnn, status)[0].ended_at;
  const auto back = world.history().changes_of(kAnn, status).back();
  CHECK(back.source == Source::resync);
  CHECK(back.earliest > *ended);
  CHECK(back.earliest <= *ended + 2s);
  world.check_against_truth();
}
