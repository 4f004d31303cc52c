// From the start to a live, confirmed session.
#include <doctest/doctest.h>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::engine::testing;

TEST_CASE("it connects, subscribes, is confirmed and records what happens") {
  EngineWorld world(pair());
  world.set(kBob, active);
  bring_up(world);
  CHECK(world.log().count("connected") == 1);
  CHECK(world.log().last("ready").message == "2 of 2 people confirmed");
  world.run_for(1min);
  world.set(kAnn, active);
  world.run_for(1min);
  world.set(kAnn, away);
  world.run_for(1min);
  world.check_against_truth();

  const auto changes = world.history().changes_of(kAnn, presence);
  REQUIRE(states(changes) == Words{"away", "active", "away"});
  CHECK(changes[0].source == Source::first);
  CHECK(changes[1].source == Source::push);
  CHECK(changes[1].at == changes[1].earliest);
  CHECK(states(world.history().changes_of(kBob, presence)) == Words{"active"});
  REQUIRE(world.history().sessions().size() == 1);
  CHECK(world.history().sessions().begin()->second.ready_at.has_value());
}

TEST_CASE("coverage begins when somebody first answers, not when the set was sent") {
  EngineWorld world(pair());
  world.slack.answers_subs = world.slack.answers_queries = false;
  world.start();
  world.run_for(5s);
  REQUIRE(world.sockets() == 1);
  CHECK(world.socket(0).count("presence_sub") == 1);
  CHECK_FALSE(world.history().covered(kAnn, presence));
  const WallTime spoke = world.now().wall;
  world.say(world.socket(0), R"({"type":"presence_change","user":"U0ANN","presence":"active"})");
  world.run_for(1s);
  REQUIRE(world.history().covered(kAnn, presence));
  CHECK(world.history().spans_of(kAnn, presence)[0].started_at >= spoke);
  CHECK_FALSE(world.history().covered(kBob, presence));
  world.check();
}

TEST_CASE("the socket is dialled the moment its url is there: it lives for 30 s and one use") {
  EngineWorld world(pair());
  world.slack.call_delay = 10s;
  world.start();
  CHECK(world.run_until([&] { return world.sockets() == 1; }, 10s));
  world.check();
}

TEST_CASE("our own green dot is hidden once a session") {
  EngineWorld hidden(pair());
  bring_up(hidden);
  CHECK(hidden.calls(slack::Method::users_set_presence) == 1);
  CHECK(hidden.own_presence() == "away");
}

TEST_CASE("a session that begins while users.setPresence has to pause says it is away after the pause") {
  EngineWorld world(pair());
  world.slack.presence_reply = slack::HttpReply{429, R"({"ok":false,"error":"ratelimited"})", 60s, {}};
  bring_up(world);
  world.run_for(2s);
  REQUIRE(world.calls(slack::Method::users_set_presence) == 1);
  world.slack.presence_reply.reset();
  world.close(world.socket(0), history::EndReason::network_error);
  REQUIRE(world.run_until([&] { return world.sockets() == 2 && world.everyone_covered(); }, 30s));
  CHECK(world.calls(slack::Method::users_set_presence) == 1);
  world.run_for(60s);
  CHECK(world.calls(slack::Method::users_set_presence) == 2);
  world.check();
}

TEST_CASE("how long a session has been live counts from its hello, and goes on through a rotation") {
  EngineWorld world(pair());
  bring_up(world);
  world.run_for(1h);
  const auto lived = [&] { return world.snapshot().streams.at(0).standing_for; };
  CHECK(lived() >= 1h);
  CHECK(lived() < 1h + 10s);
  world.goodbye(world.socket(0));
  world.run_for(1min);
  world.close(world.socket(0), history::EndReason::peer_closed);
  world.run_for(1min);
  REQUIRE(world.sockets() == 2);
  CHECK(lived() >= 1h + 2min);
  world.check();
}

TEST_CASE("how long there has been no session counts from its end, or from the start when there never was one") {
  EngineWorld world(pair());
  world.slack.accepts_sockets = false;
  world.start();
  world.run_for(10min);
  const auto waited = [&] { return world.snapshot().streams.at(0).standing_for; };
  CHECK(waited() == 10min);
  world.slack.accepts_sockets = true;
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 10min));
  world.run_for(1h);
  world.slack.accepts_sockets = false;
  world.close(world.newest_socket(), history::EndReason::network_error);
  world.run_for(20min);  // with attempts in between
  CHECK(world.snapshot().streams.at(0).state != "live");
  CHECK(waited() == 20min);
  world.check();
}

TEST_CASE("an expired url is answered with 101 and an error frame: no session comes of it, the next try does") {
  EngineWorld world(pair());
  world.slack.says_hello = false;
  world.start();
  REQUIRE(world.run_until([&] { return world.sockets() == 1 && world.socket(0).up; }, 10s));
  world.say(world.socket(0), R"({"type":"error","error":{"code":1,"msg":"Socket URL has expired"}})");
  world.run_for(10ms);
  CHECK(world.log().last("connect_failed").message.find("error 1 on the socket") != std::string::npos);
  CHECK(world.history().sessions().empty());
  world.slack.says_hello = true;
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 10s));
  CHECK(world.history().sessions().size() == 1);
  world.check();
}

TEST_CASE("a socket that opens and says nothing is given up after 15 s") {
  EngineWorld world(pair());
  world.slack.says_hello = false;
  world.start();
  REQUIRE(world.run_until([&] { return world.sockets() == 1 && world.socket(0).up; }, 10s));
  world.run_for(14'900ms);
  CHECK_FALSE(world.socket(0).closing);
  world.run_for(200ms);
  CHECK(world.socket(0).closing);
  world.check();
}

TEST_CASE("old bug: an attempt that timed out was logged with the trouble of the attempt before it") {
  EngineWorld world(pair());
  world.slack.connect_replies = {refusal("fatal_error")};
  world.slack.says_hello = false;
  world.start();
  CHECK(world.run_until([&] { return world.log().count("connect_failed") == 2; }, 60s));
  const auto message = world.log().last("connect_failed").message;
  CAPTURE(message);
  CHECK(message.find("fatal_error") == std::string::npos);
  CHECK(message.find("awaiting hello") != std::string::npos);
  world.check();
}

TEST_CASE("429 with Retry-After is waited for") {
  EngineWorld world(pair());
  auto busy = http(429);
  busy.retry_after = std::chrono::seconds{47};
  world.slack.connect_replies = {busy};
  world.start();
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 2min));
  REQUIRE(world.connect_calls().size() == 2);
  const auto wait = world.connect_calls()[1] - world.connect_calls()[0];
  CHECK(wait >= 47s);
  CHECK(wait <= 49s);
  world.check();
}

TEST_CASE("old bug (seed 1179): a Retry-After was not obeyed when its attempt had timed out before the answer came") {
  EngineWorld world(pair());
  auto busy = http(429);
  busy.retry_after = std::chrono::seconds{300};
  world.slack.connect_replies = {busy};
  world.slack.call_delay = 30s;  // the attempt gives up after 16 s
  world.start();
  world.run_for(31s);
  const std::size_t calls = world.connect_calls().size();
  world.slack.call_delay = 30ms;
  world.run_for(298s);
  CHECK(world.connect_calls().size() == calls);
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 10min));
  world.check();
}

TEST_CASE("a refused token is said loudly, with the scopes, and probed slowly for ever") {
  EngineWorld world(pair());
  world.slack.connect_always =
      http(200, R"({"ok":false,"error":"missing_scope","needed":"rtm:stream","provided":"users:read"})");
  world.start();
  world.run_for(24h);
  CHECK(world.connect_calls().size() >= 24 * 60 / 11);
  CHECK(world.connect_calls().size() <= 24 * 60 / 10 + 1);
  const auto line = world.log().last("credential_refused");
  CHECK(line.level == LogLevel::error);
  CHECK(line.message.find("missing_scope (needed: rtm:stream; provided: users:read)") != std::string::npos);
  world.slack.connect_always.reset();
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 12min));
  world.check();
}

TEST_CASE("old bug: a plan's limit and a mistake of ours were logged as a refused token") {
  for (const std::string error : {"paid_teams_only", "plan_upgrade_required", "unknown_method", "invalid_arg_name"}) {
    CAPTURE(error);
    EngineWorld world(pair());
    world.slack.connect_always = refusal(error);
    world.start();
    world.run_for(1h);
    CHECK(world.log().count("credential_refused") == 0);
    CHECK_FALSE(world.snapshot().streams[0].credential_refused);
    const auto line = world.log().last("connect_failed");
    CHECK(line.level == LogLevel::error);
    CHECK(line.message.find("Slack refuses a session: " + error) == 0);
    CHECK(line.message.find("put another") == std::string::npos);
    CHECK(world.connect_calls().size() >= 6);
    CHECK(world.connect_calls().size() <= 7);
    world.check();
  }
}

TEST_CASE("the status page shows the scope that the token lacks, and those it has") {
  EngineWorld world(pair());
  world.slack.connect_always =
      http(200, R"({"ok":false,"error":"missing_scope","needed":"rtm:stream","provided":"users:read"})");
  world.start();
  world.run_for(1min);
  CHECK(world.snapshot().streams[0].needed == "rtm:stream");
  CHECK(world.snapshot().streams[0].provided == "users:read");
  world.slack.connect_always.reset();
  world.run_for(30min);
  CHECK(world.snapshot().streams[0].needed.empty());
  CHECK(world.snapshot().streams[0].provided.empty());
}

TEST_CASE("503, HTML, half an answer and silence back off with jitter, and the last of them is followed by a session") {
  for (const auto& reply : {http(503), http(200, "<html>incident</html>"), http(200, R"({"ok":true})"), http(0)}) {
    CAPTURE(reply.status);
    CAPTURE(reply.body);
    EngineWorld world(pair());
    for (int i = 0; i < 6; ++i) world.slack.connect_replies.push_back(reply);
    world.start();
    CHECK(world.run_until([&] { return world.everyone_covered(); }, 5min));
    CHECK(world.log().count("connect_failed") == 6);
    CHECK(world.connect_calls().size() == 7);
    world.check();
  }
}

TEST_CASE("a call that is never answered is given up in time, and its late answer starts nothing") {
  EngineWorld world(pair());
  world.slack.call_delay = 17s;
  world.start();
  world.run_for(16'001ms);
  CHECK(world.log().count("connect_failed") == 1);
  world.slack.call_delay = 20ms;
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 30s));
  CHECK(world.sockets() == 1);
  world.check();
}

TEST_CASE("a day without a network: it keeps trying at the pace of minutes, and recovers") {
  EngineWorld world(pair());
  world.slack.answers_calls = false;
  world.start();
  world.run_for(24h);
  // Full jitter under a ceiling of five minutes: two and a half on average, and 15 s for each time-out.
  CHECK(world.connect_calls().size() > 24 * 60 / 6);
  CHECK(world.connect_calls().size() < 24 * 60);
  world.slack.answers_calls = true;
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 6min));
  world.check();
}

TEST_CASE("the status page says what is wrong and when the next try is") {
  EngineWorld world(pair());
  world.slack.connect_always = refusal("invalid_auth");
  world.start();
  world.run_for(1min);
  const auto snapshot = world.snapshot();
  REQUIRE(snapshot.streams.size() == 1);
  CHECK(snapshot.streams[0].state == "disconnected");
  CHECK(snapshot.streams[0].trouble == "rtm.connect: invalid_auth");
  CHECK(snapshot.streams[0].credential_refused);
  CHECK(snapshot.streams[0].obstacle == base::Obstacle::token);
  CHECK(snapshot.connection_attempts == 1);
  CHECK(snapshot.frames == 0);
  CHECK(snapshot.covered == 0);
  REQUIRE(snapshot.streams[0].next_attempt_in.has_value());
  CHECK(*snapshot.streams[0].next_attempt_in > 8min);
  CHECK(snapshot.watched == 2);
  CHECK(snapshot.facet_covered[base::Facet::presence] == 0);
  CHECK(snapshot.covering);
}

TEST_CASE("while all is well the status page counts who is confirmed and covered") {
  EngineWorld world(trio());
  world.slack.silent = {kCyd};
  world.start();
  world.run_for(1min);
  const auto snapshot = world.snapshot();
  REQUIRE(snapshot.streams.size() == 1);
  CHECK(snapshot.streams[0].state == "live");
  CHECK(snapshot.streams[0].trouble.empty());
  CHECK(snapshot.streams[0].confirmed == 2);
  CHECK(snapshot.streams[0].unconfirmed == std::vector<UserId>{kCyd});
  CHECK_FALSE(snapshot.streams[0].next_attempt_in.has_value());
  CHECK(snapshot.facet_covered[base::Facet::presence] == 2);
  CHECK(snapshot.facet_covered[base::Facet::status] == 3);
  CHECK(snapshot.covered == 2);
  CHECK(snapshot.connection_attempts == 1);
  CHECK(snapshot.frames >= 3);  // hello, and a presence each of those who answer
  CHECK(snapshot.frames_malformed == 0);
}

TEST_CASE("a token that is taken again is no longer one that is refused") {
  EngineWorld world(pair());
  world.slack.connect_always = refusal("invalid_auth");
  world.start();
  world.run_for(1min);
  REQUIRE(world.snapshot().streams[0].credential_refused);
  world.slack.connect_always.reset();
  world.run_for(30min);
  CHECK(world.snapshot().streams[0].state == "live");
  CHECK_FALSE(world.snapshot().streams[0].credential_refused);
  CHECK(world.snapshot().streams[0].obstacle == base::Obstacle::none);
  CHECK(world.snapshot().connection_attempts == 2);
}

TEST_CASE("no answer, too many calls and a refusal are told apart, until there is a session") {
  EngineWorld world(pair());
  const auto obstacle = [&] { return world.snapshot().streams[0].obstacle; };
  world.slack.connect_always = http(503);
  world.start();
  world.run_for(1min);
  CHECK(obstacle() == base::Obstacle::network);
  world.slack.connect_always = http(429);
  REQUIRE(world.run_until([&] { return obstacle() == base::Obstacle::rate; }, 30min));
  world.slack.connect_always = refusal("missing_scope");
  REQUIRE(world.run_until([&] { return obstacle() == base::Obstacle::token; }, 30min));
  world.slack.connect_always.reset();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 2h));
  CHECK(obstacle() == base::Obstacle::none);
}

TEST_CASE("who joins after standing on the watchlist in vain is asked about at once (seed 26 of the simulator)") {
  EngineWorld world(trio(), [](engine::Settings& settings) { settings.tuning.audit_interval = base::Millis{0}; });
  world.slack.silent = world.slack.absent = {kCyd};
  world.start();
  world.run_for(1min);
  REQUIRE_FALSE(world.history().covered(kCyd, presence));
  world.slack.silent = world.slack.absent = {};
  world.say(world.socket(0), R"({"type":"team_join","user":{"id":"U0CYD","name":"cyd","profile":{}}})");
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 10s));
  world.check();
}

TEST_CASE("people of whom Slack says nothing are asked for once, named in the log, and not covered") {
  EngineWorld world(trio());
  world.slack.silent = {kCyd};
  world.start();
  world.run_for(1min);
  CHECK(world.socket(0).count("presence_query") == 1);
  CHECK(world.log().last("unconfirmed").message.find("U0CYD") != std::string::npos);
  CHECK_FALSE(world.history().covered(kCyd, presence));
  CHECK(world.history().covered(kAnn, presence));

  world.slack.silent.clear();
  world.set(kCyd, active);  // speaks after all
  world.run_for(1s);
  CHECK(world.history().covered(kCyd, presence));
  world.check();
}
