// How sessions end, and what the history says of it.
#include <doctest/doctest.h>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::engine::testing;

namespace {

support::Span only_closed(const EngineWorld& world, const UserId& user) {
  const auto spans = world.history().spans_of(user, presence);
  REQUIRE(!spans.empty());
  REQUIRE(spans[0].ended_at.has_value());
  return spans[0];
}

}  // namespace

TEST_CASE("after a silent reconnect everyone is subscribed again (the field's commonest bug)") {
  EngineWorld world(pair());
  bring_up(world);
  for (int i = 0; i < 4; ++i) {
    world.run_for(2min);
    world.close(world.newest_socket(), EndReason::network_error, "connection reset by peer");
    REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 30s));
    CHECK(world.newest_socket().count("presence_sub") == 1);
  }
  CHECK(world.sockets() == 5);
  world.set(kAnn, active);
  world.run_for(1s);
  CHECK(states(world.history().changes_of(kAnn, presence)) == Words{"away", "active"});
  world.check_against_truth();
}

TEST_CASE("a peer that closes ends coverage at the last sign of life, and an equal state afterwards is no continuity") {
  EngineWorld world(pair());
  bring_up(world);
  world.set(kAnn, active);
  world.run_for(5s);
  const WallTime closed_at = world.now().wall;
  world.close(world.socket(0), EndReason::peer_closed, "close 1006");
  CHECK_FALSE(world.history().covered(kAnn, presence));
  CHECK(world.log().last("lost").message == "session 1 ended: peer_closed (close 1006)");
  const auto span = only_closed(world, kAnn);
  CHECK(*span.ended_at <= closed_at);
  CHECK(*span.ended_at >= closed_at - 10s);
  CHECK(span.reason == EndReason::peer_closed);

  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 30s));
  CHECK(world.history().spans_of(kAnn, presence).size() == 2);
  CHECK(states(world.history().changes_of(kAnn, presence)) == Words{"away", "active"});
  world.check_against_truth();
}

TEST_CASE("a change during a gap is a resync, bounded by the end of the coverage and the answer") {
  EngineWorld world(pair());
  bring_up(world);
  world.close(world.socket(0), EndReason::network_error);
  world.set(kAnn, active);
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 30s));
  const auto changes = world.history().changes_of(kAnn, presence);
  REQUIRE(states(changes) == Words{"away", "active"});
  CHECK(changes[1].source == Source::resync);
  CHECK(changes[1].earliest == *only_closed(world, kAnn).ended_at);
  world.check_against_truth();
}

TEST_CASE("a half-open socket: after 30 s of silence coverage ends at the last sign of life") {
  EngineWorld world(pair());
  bring_up(world);
  world.run_for(1min);
  world.socket(0).mute = true;
  const WallTime muted_at = world.now().wall;
  world.set(kAnn, active);
  REQUIRE(world.run_until([&] { return world.log().count("lost") == 1; }, 31s));
  const auto span = only_closed(world, kAnn);
  CHECK(span.reason == EndReason::timeout);
  CHECK(*span.ended_at <= muted_at);
  CHECK(*span.ended_at > muted_at - 10s);
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 30s));
  CHECK(world.history().changes_of(kAnn, presence).back().source == Source::resync);
  world.check_against_truth();
}

TEST_CASE("WebSocket pings of the peer keep a session alive whose own pings nobody answers") {
  EngineWorld world(pair());
  bring_up(world);
  world.slack.answers_pings = false;
  for (int i = 0; i < 20; ++i) {
    world.run_for(25s);
    world.feed(engine::LifeSign{world.socket(0).link});
  }
  CHECK(world.log().count("lost") == 0);
  world.check();
}

TEST_CASE("a team migration ends the session at once, and it comes back") {
  EngineWorld world(pair());
  bring_up(world);
  world.say(world.socket(0), R"({"type":"team_migration_started"})");
  world.slack.connect_replies = {refusal("migration_in_progress"), refusal("migration_in_progress")};
  world.run_for(10ms);
  CHECK(only_closed(world, kAnn).reason == EndReason::goodbye);
  CHECK(world.log().last("session_ended").message ==
        "session 1 ended: goodbye (Slack moves the workspace to other servers: team_migration_started)");
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 2min));
  world.check();
}

TEST_CASE("old bug: the end of a session was logged with the trouble of hours ago") {
  EngineWorld world(pair());
  bring_up(world);
  world.say(world.socket(0), R"({"type":"error","error":{"code":99,"msg":"something odd"}})");
  world.run_for(1s);
  CHECK(world.log().last("socket_error").message.find("error 99 on the socket: something odd") != std::string::npos);
  CHECK(world.everyone_covered());
  world.run_for(3h);
  world.goodbye(world.socket(0));
  world.run_for(1min);
  CHECK(world.log().last("session_ended").message == "session 1 ended: goodbye");
  world.stop();
  world.run_for(5s);
  CHECK(world.log().last("session_ended").message == "session 2 ended: shutdown");
  world.check();
}

TEST_CASE("old bug: a successor that failed hours before was blamed for the end of the session") {
  EngineWorld world(pair());
  bring_up(world);
  world.slack.connect_always = refusal("fatal_error");
  world.goodbye(world.socket(0));
  world.run_for(2s);
  world.stop();
  world.run_for(5s);
  CHECK(world.log().last("session_ended").message == "session 1 ended: shutdown");
}

TEST_CASE("old bug: a token refused on the socket after hello was called a refused frame and tried again at once") {
  EngineWorld world(pair());
  bring_up(world);
  const auto refuse = [&] {
    world.say(world.newest_socket(),
              R"({"type":"error","error":{"msg":"invalid_auth","code":401,"source":"gatewayserver-1"}})");
    world.run_for(100ms);
  };
  world.run_for(2min);
  refuse();
  CHECK(world.log().count("frame_refused") == 0);
  REQUIRE(world.log().count("credential_refused") == 1);
  CHECK(world.log().last("credential_refused").level == LogLevel::error);
  CHECK(world.log().last("credential_refused").message.find("invalid_auth") != std::string::npos);
  CHECK(world.log().last("lost").message ==
        "session 1 ended: protocol_error (Slack refused it on the socket: invalid_auth, error 401)");
  CHECK(world.snapshot().streams[0].credential_refused);
  CHECK(world.snapshot().streams[0].trouble.find("invalid_auth") != std::string::npos);
  for (int i = 0; i < 6; ++i) {  // rtm.connect goes well every time
    const std::size_t sockets = world.sockets();
    world.run_for(9min);
    REQUIRE(world.sockets() == sockets);
    REQUIRE(world.run_until([&] { return world.sockets() == sockets + 1 && world.newest_socket().hello; }, 3min));
    refuse();
  }
  CHECK(world.connect_calls().size() == 7);
  world.watch(pair());  // a reload tries at once
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 10s));
  CHECK_FALSE(world.snapshot().streams[0].credential_refused);
  world.check();
}

TEST_CASE("a session refused in the shape of a refused frame is refused all the same") {
  EngineWorld world(pair());
  bring_up(world);
  world.say(world.socket(0), R"({"ok":false,"reply_to":1,"error":{"code":401,"msg":"token_revoked"}})");
  world.run_for(1min);
  CHECK(world.log().last("credential_refused").message.find("token_revoked") != std::string::npos);
  CHECK(world.sockets() == 1);
  world.check();
}

TEST_CASE("with several sets, a session refused on the socket keeps the others from trying") {
  EngineWorld world(crowd(4), [](auto& settings) {
    settings.ids_per_set = 1;
    settings.tuning.max_sockets = 4;
  });
  bring_up(world);
  const std::size_t sockets = world.sockets();
  REQUIRE(sockets >= 4);
  for (std::size_t i = 0; i < sockets; ++i)
    world.say(world.socket(i), R"({"type":"error","error":{"msg":"account_inactive","code":401}})");
  const std::size_t calls = world.connect_calls().size();
  world.run_for(9min);
  CHECK(world.log().count("credential_refused") == sockets);
  CHECK(world.connect_calls().size() == calls);
  world.check();
}

TEST_CASE("a socket whose closing nobody confirms is dropped, and what it says afterwards is not heard") {
  EngineWorld world(pair());
  bring_up(world);
  world.slack.answers_closes = false;
  world.say(world.socket(0), R"({"type":"team_migration_started"})");
  world.run_for(100ms);
  world.say(world.socket(0), R"({"type":"presence_change","user":"U0ANN","presence":"active"})");
  world.run_for(10s);
  world.feed(engine::SocketClosed{world.socket(0).link, EndReason::peer_closed, ""});
  CHECK(states(world.history().changes_of(kAnn, presence)) == Words{"away"});
  CHECK(world.everyone_covered());
  world.check();
}

TEST_CASE("what Slack says in nonsense is passed over and logged once") {
  EngineWorld world(pair());
  bring_up(world);
  for (const char* frame : {"{}", "not json", "[1,2]", R"({"type":"something_new","x":1})",
                            R"({"type":"presence_change"})", R"({"type":"pong","reply_to":99})", R"({"type":"hello"})",
                            R"({"type":"reconnect_url","url":"wss://rtm.example/S3CR3T"})", "S3CR3T", ""})
    world.say(world.socket(0), frame);
  world.run_for(1s);
  CHECK(world.log().count("malformed_frame") == 1);
  CHECK(world.everyone_covered());
  CHECK(world.history().sessions().size() == 1);
  world.check();
}

TEST_CASE("a frame refused as too fast is sent again, more slowly") {
  EngineWorld world(pair());
  world.slack.answers_subs = false;
  world.start();
  REQUIRE(world.run_until([&] { return world.sockets() == 1 && world.socket(0).count("presence_sub") == 1; }, 10s));
  world.slack.answers_subs = true;
  world.socket(0).subscribed.clear();
  const MonoTime refused = world.now().mono;
  world.say(world.socket(0),
            R"({"ok":false,"reply_to":1,"error":{"code":-1,"msg":"slow down, too many messages..."}})");
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 5s));
  CHECK(world.socket(0).frames.back().first - refused >= 2s);
  CHECK(world.log().last("frame_refused").message ==
        "Slack refused a frame (error -1: slow down, too many messages...); slowing down and sending the set again");
  world.check();
}

TEST_CASE("an audit finds a change that no event had told") {
  EngineWorld world(pair(), [](auto& settings) { settings.tuning.audit_interval = 10min; });
  bring_up(world);
  world.run_for(1min);
  set_untold(world, kAnn, active);
  world.run_for(12min);
  const auto changes = world.history().changes_of(kAnn, presence);
  REQUIRE(states(changes) == Words{"away", "active"});
  CHECK(changes[1].source == Source::audit);
  CHECK(changes[1].earliest < changes[1].at);
  CHECK(world.socket(0).count("presence_query") == 1);
  world.check();
}

TEST_CASE("an audit interval of 0 asks nobody") {
  EngineWorld world(pair(), [](auto& settings) { settings.tuning.audit_interval = 0ms; });
  bring_up(world);
  world.run_for(5h);
  CHECK(world.socket(0).count("presence_query") == 0);
}
