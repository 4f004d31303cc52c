// Socket Mode: how its two sockets begin, take turns and end.
#include <doctest/doctest.h>

#include "unit/engine/socket_mode.h"

using namespace presenced;
using namespace presenced::engine::testing;
using slack::Method;

TEST_CASE("two sockets are opened, one after the other, and everybody is asked about once") {
  SocketModeWorld world;
  world.bring_up();
  CHECK(world.calls(Method::apps_connections_open) == 2);
  CHECK(world.calls(Method::users_info) == 2);
  CHECK(world.history().sessions().size() == 2);
  CHECK(world.history().spans_of(kAnn, status).size() == 1);
  const auto stream = world.snapshot().streams.at(0);
  CHECK(stream.feed == "socket_mode");
  CHECK(stream.state == "live");
  world.run_for(20min);
  CHECK(world.calls(Method::apps_connections_open) == 2);
  world.check_against_truth();
}

TEST_CASE("without an app-level token no socket is opened, and none is reported") {
  SocketModeWorld world(status_pair(), [](engine::Settings& settings) { settings.tuning.socket_mode = false; });
  world.start();
  world.run_for(10min);
  CHECK(world.calls(Method::apps_connections_open) == 0);
  CHECK(world.calls(Method::auth_test) == 0);
  CHECK(world.snapshot().streams.empty());
}

TEST_CASE("an app-level token that is added by a reload opens Socket Mode, and one that is removed closes it") {
  SocketModeWorld world;
  world.bring_up();
  engine::Tuning tuning;
  world.feed(engine::TuningChanged{tuning});
  world.run_for(5s);
  CHECK(world.open_links() == 0);
  CHECK(world.history().spans_of(kAnn, status).back().reason == EndReason::unwatched);
  CHECK(world.history().sessions().begin()->second.reason == EndReason::unwatched);
  tuning.socket_mode = true;
  world.feed(engine::TuningChanged{tuning});
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 30s));
  world.check();
}

TEST_CASE("no socket is opened before it is known which team the token is of") {
  SocketModeWorld world;
  world.slack.time_reply = refusal("internal_error");
  world.start();
  world.run_for(30s);
  CHECK(world.calls(Method::apps_connections_open) == 0);
  CHECK(world.log().count("team_unknown") > 0);
  CHECK(world.snapshot().streams.at(0).trouble.find("auth.test") != std::string::npos);
  world.slack.time_reply.reset();
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 6min));
  world.check();
}

TEST_CASE("the token of an organisation needs the team in the configuration") {
  const auto of_org = http(200, R"({"ok":true,"team_id":"E0ORG","user_id":"U0SELF","is_enterprise_install":true})");
  SUBCASE("without it nothing is opened, and the log says what to do") {
    SocketModeWorld world;
    world.slack.time_reply = of_org;
    world.start();
    world.run_for(60s);
    CHECK(world.calls(Method::apps_connections_open) == 0);
    CHECK(world.log().last("team_unknown").message.find("team: T") != std::string::npos);
  }
  SUBCASE("with it the events of that team count") {
    SocketModeWorld world(status_pair(), [](engine::Settings& settings) { settings.tuning.team = "T0OTHER"; });
    world.slack.time_reply = of_org;
    world.bring_up();
    Told elsewhere = world.told(kAnn, "elsewhere");
    world.deliver(world.up(0), elsewhere);
    Told here = world.told(kAnn, "here");
    here.team = "T0OTHER";
    world.run_for(1s);
    world.deliver(world.up(0), here);
    world.run_for(1s);
    CHECK(world.texts_of(kAnn) == Words{"", said("here")});
  }
}

TEST_CASE("a rotation opens the successor first and leaves no gap, whichever frames announce it") {
  SocketModeWorld world;
  world.bring_up();
  world.run_for(2min);
  auto& old = world.up(0);
  world.disconnect(old, "warning");
  world.run_for(1s);
  world.disconnect(old, "refresh_requested");
  CHECK(world.run_until([&] { return old.closing; }, 10s));
  CHECK(world.sockets() == 3);
  CHECK(world.socket(2).hello);
  world.run_for(2min);
  CHECK(world.calls(Method::apps_connections_open) == 3);
  CHECK(world.open_links() == 2);
  CHECK(world.history().sessions().at(SessionNumber{1}).reason == EndReason::goodbye);
  const auto spans = world.history().spans_of(kAnn, status);
  REQUIRE(spans.size() == 1);
  CHECK(spans[0].sessions == std::vector<SessionNumber>{SessionNumber{1}, SessionNumber{2}});
  CHECK(world.calls(Method::users_info) == 4);  // at the start, and in the first audit
  world.check_against_truth();
}

TEST_CASE("events that arrive on the old socket while it is closed count, and are not acknowledged on it") {
  SocketModeWorld world;
  world.bring_up();
  world.run_for(2min);
  auto& old = world.up(0);
  world.disconnect(old, "refresh_requested");
  REQUIRE(world.run_until([&] { return old.closing; }, 10s));
  const std::string id = world.change(old, kAnn, "late bird");
  world.run_for(5s);
  CHECK(world.texts_of(kAnn) == Words{"", said("late bird")});
  CHECK_FALSE(world.acknowledged(id));
  world.check_against_truth();
}

TEST_CASE("both sockets may be replaced at once") {
  SocketModeWorld world;
  world.bring_up();
  world.run_for(2min);
  world.disconnect(world.up(0), "refresh_requested");
  world.disconnect(world.up(1), "refresh_requested");
  world.run_for(10s);
  CHECK(world.sockets() == 4);
  CHECK(world.open_links() == 2);
  CHECK(world.history().spans_of(kAnn, status).size() == 1);
  world.check_against_truth();
}

TEST_CASE("when one of two sockets dies in silence the other one goes on without a gap") {
  SocketModeWorld world;
  world.bring_up();
  world.run_for(2min);
  auto& dead = world.up(0);
  dead.mute = true;
  world.slack.answers_closes = false;
  CHECK(world.run_until([&] { return world.history().sessions().at(SessionNumber{1}).ended_at.has_value(); }, 45s));
  CHECK(world.history().sessions().at(SessionNumber{1}).reason == EndReason::timeout);
  world.run_for(3min);
  CHECK(world.history().spans_of(kAnn, status).size() == 1);
  CHECK(world.history().covered(kAnn, status));
  CHECK(world.open_links() == 2 + 1);  // the dead one still counts here
  world.check_against_truth();
}

TEST_CASE("a socket is dead after 30 s without a sign of life") {
  SocketModeWorld world;
  world.bring_up();
  const auto began = world.now().mono;
  for (std::size_t i = 0; i < 2; ++i) world.up(i).mute = true;
  REQUIRE(world.run_until([&] { return !world.everyone_covered(); }, 60s));
  CHECK(world.now().mono - began > 19s);
  CHECK(world.now().mono - began < 31s);
  CHECK(world.history().spans_of(kAnn, status)[0].reason == EndReason::timeout);
  CHECK(*world.history().spans_of(kAnn, status)[0].ended_at < world.now().wall - 19s);
  world.check();
}

TEST_CASE("a socket without hello is given up, and the next attempt waits") {
  SocketModeWorld world;
  world.slack.says_hello = false;
  world.start();
  world.run_for(20s);
  CHECK(world.sockets() >= 1);
  CHECK(world.socket(0).closing);
  CHECK(world.log().last("connect_failed").message.find("awaiting hello") != std::string::npos);
  world.run_for(1h);
  CHECK(world.calls(Method::apps_connections_open) < 40);
  world.slack.says_hello = true;
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 10min));
  world.check();
}

TEST_CASE("attempts keep to the pace of one a minute with a small burst") {
  SocketModeWorld world;
  world.slack.accepts_sockets = false;
  world.start();
  world.run_for(2h);
  CHECK(world.calls(Method::apps_connections_open) > 10);
  world.check();  // the world watches the pace
}

TEST_CASE("Retry-After of apps.connections.open is kept to") {
  SocketModeWorld world;
  auto limited = http(429);
  limited.retry_after = std::chrono::seconds{300};
  world.slack.link_replies.push_back(limited);
  world.start();
  world.run_for(299s);
  CHECK(world.calls(Method::apps_connections_open) == 1);
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 30s));
}

TEST_CASE("a refused app-level token is named with the scope that it lacks, and tried again slowly") {
  SocketModeWorld world;
  for (int i = 0; i < 20; ++i)
    world.slack.link_replies.push_back(
        http(200, R"({"ok":false,"error":"missing_scope","needed":"connections:write","provided":"none"})"));
  world.start();
  world.run_for(9min);
  CHECK(world.calls(Method::apps_connections_open) == 1);
  const auto line = world.log().last("credential_refused");
  CHECK(line.message.find("app-level token") != std::string::npos);
  CHECK(line.message.find("connections:write") != std::string::npos);
  CHECK(world.snapshot().streams.at(0).needed == "connections:write");
  world.slack.link_replies.clear();
  world.watch(status_pair());  // as on a reload
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 30s));
  world.check();
}

TEST_CASE("Socket Mode that is switched off ends the coverage, loudly, and is tried again slowly") {
  SocketModeWorld world;
  world.bring_up();
  world.disconnect(world.up(0), "link_disabled");
  world.run_for(9min);
  CHECK(world.calls(Method::apps_connections_open) == 2);
  CHECK(world.log().count("link_disabled") == 1);
  CHECK(world.log().last("link_disabled").level == base::LogLevel::error);
  CHECK(world.history().spans_of(kAnn, status).back().reason == EndReason::link_disabled);
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 5min));
  world.check();
}

TEST_CASE("too many connections are a matter of minutes") {
  SocketModeWorld world;
  world.bring_up();
  world.run_for(2min);
  world.disconnect(world.up(1), "too_many_websockets");
  world.run_for(170s);
  CHECK(world.calls(Method::apps_connections_open) == 2);
  CHECK(world.log().count("too_many_connections") == 1);
  CHECK(world.everyone_covered());
  world.run_for(2min);
  CHECK(world.calls(Method::apps_connections_open) == 3);
  CHECK(world.history().spans_of(kAnn, status).size() == 1);
  world.check();
}

TEST_CASE("a stop closes both sockets and ends the sessions") {
  SocketModeWorld world;
  world.bring_up();
  world.stop();
  world.run_for(1s);
  CHECK(world.stopped());
  for (const auto& [number, session] : world.history().sessions()) CHECK(session.reason == EndReason::shutdown);
  CHECK(world.history().spans_of(kAnn, status)[0].reason == EndReason::shutdown);
  world.check();
}

TEST_CASE("sockets that drop a hundred times never open a storm") {
  SocketModeWorld world;
  world.bring_up();
  for (int i = 0; i < 100; ++i) {
    world.run_for(40s);
    if (world.open_links() > 0) world.close(world.up(0), EndReason::network_error, "reset");
  }
  world.run_for(20min);
  CHECK(world.everyone_covered());
  world.check_against_truth();
}
