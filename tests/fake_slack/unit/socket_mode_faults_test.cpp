// What Socket Mode does to a client beside delivering events.
#include <doctest/doctest.h>

#include "fake_slack/unit/app_bench.h"

namespace presenced::fake_slack {
namespace {

using Lines = std::vector<std::string>;
using Fate = AppEvent::Fate;

// The reasons of disconnect frames, and "close" for a close, since the last time.
Lines endings(AppBench& bench) {
  Lines all;
  for (const Output& output : bench.take()) {
    if (output.deed == Deed::close) all.push_back("close");
    simdjson::dom::parser parser;
    simdjson::dom::element frame;
    if (output.deed != Deed::text || parser.parse(output.payload).get(frame) != simdjson::SUCCESS) continue;
    if (AppBench::text_at(frame, "/type") == "disconnect") all.push_back(AppBench::text_at(frame, "/reason"));
  }
  return all;
}

}  // namespace

TEST_CASE("a socket is told to leave in each of Slack's ways") {
  AppBench bench;
  const auto after = [&](LinkFault fault) {
    bench.model.misbehave(bench.now, bench.open_link(), fault);
    bench.pass(60s);
    return endings(bench);
  };
  CHECK(after(LinkFault::warning) == Lines{"warning"});
  CHECK(after(LinkFault::rotation) == Lines{"warning", "refresh_requested", "close"});
  CHECK(after(LinkFault::refresh) == Lines{"refresh_requested", "close"});
  CHECK(after(LinkFault::refresh_and_close) == Lines{"refresh_requested", "close"});
  CHECK(after(LinkFault::link_disabled) == Lines{"link_disabled", "close"});
  CHECK(after(LinkFault::too_many_websockets) == Lines{"too_many_websockets", "close"});
}

TEST_CASE("a socket that was asked to leave is still served until it closes") {
  AppBench bench;
  const SocketId socket = bench.open_link();
  bench.model.misbehave(bench.now, socket, LinkFault::refresh);
  bench.pass(5s);
  bench.take();
  bench.set_status("U0ANN", "lunch");
  bench.acknowledge(bench.envelopes().at(0));
  CHECK(bench.last_fate() == Fate::acknowledged);
}

TEST_CASE("the eleventh socket is one too many") {
  AppBench bench;
  for (int i = 0; i < 10; ++i) {
    bench.open_link();
    bench.pass(60s);
  }
  CHECK(bench.model.upgrade(bench.now, bench.new_link()).status == 101);
  CHECK(endings(bench) == Lines{"too_many_websockets", "close"});
  CHECK(bench.model.socket_mode().links().ids().size() == 10);
}

TEST_CASE("Socket Mode switched off ends every socket, and no link is handed out until it is on again") {
  AppBench bench;
  bench.open_link();
  bench.open_link();
  bench.model.enable_socket_mode(bench.now, false);
  CHECK(endings(bench) == Lines{"link_disabled", "close", "link_disabled", "close"});
  CHECK(error_of(bench.ask_for_link()) == "socket_mode_not_enabled");
  bench.set_status("U0ANN", "lunch");
  bench.model.enable_socket_mode(bench.now, true);
  bench.open_link();
  bench.pass(1h);
  CHECK(bench.envelopes().empty());
  bench.set_status("U0ANN", "");
  CHECK(bench.envelopes().size() == 1);
}

TEST_CASE("a revoked token is announced, and is then good for nothing") {
  AppBench bench;
  bench.open_link();
  bench.model.revoke_bot_token(bench.now);
  const auto came = bench.envelopes();
  REQUIRE(came.size() == 1);
  CHECK(came[0].event_type == "tokens_revoked");
  CHECK(came[0].text.find(R"("tokens":{"oauth":[],"bot":["U0FAKEBOT"]})") != std::string::npos);
  const HttpCall call{"auth.test", {}, bench.model.options().modern.bot_token, ""};
  CHECK(error_of(bench.model.http(bench.now, call)) == "token_revoked");
  bench.acknowledge(came[0]);
  bench.set_status("U0ANN", "untold");
  bench.model.reinstall_app(bench.now);
  CHECK(bench.model.http(bench.now, call).ok);
  bench.set_status("U0ANN", "told");
  CHECK(bench.envelopes().size() == 1);
}

TEST_CASE("an uninstalled app is told so") {
  AppBench bench;
  bench.open_link();
  bench.model.uninstall_app(bench.now);
  const auto came = bench.envelopes();
  REQUIRE(came.size() == 2);
  CHECK(came[0].event_type == "app_uninstalled");
  CHECK(came[1].event_type == "tokens_revoked");
}

TEST_CASE("app_rate_limited has no event, and the rest of that minute is lost") {
  AppBench bench;
  bench.open_link();
  bench.model.socket_mode().rate_limit(bench.now);
  const auto came = bench.envelopes();
  REQUIRE(came.size() == 1);
  CHECK(came[0].type == "events_api");
  CHECK(came[0].event_type.empty());
  CHECK(came[0].text.find(R"("type":"app_rate_limited")") != std::string::npos);
  CHECK(came[0].text.find(R"("minute_rate_limited":1699999980)") != std::string::npos);
  bench.acknowledge(came[0]);
  bench.pass(39s);
  bench.set_status("U0ANN", "lost");
  CHECK(bench.last_fate() == Fate::lost);
  bench.pass(1s);
  bench.set_status("U0ANN", "told");
  CHECK(bench.envelopes().size() == 1);
}

TEST_CASE("Slack can drop events while sockets look healthy") {
  AppBench bench;
  bench.open_link();
  bench.model.socket_mode().drop_events(true);
  bench.set_status("U0ANN", "lost");
  CHECK(bench.last_fate() == Fate::lost);
  bench.pass(10min);
  CHECK(bench.envelopes().empty());
  bench.model.heal();
  bench.set_status("U0ANN", "told");
  CHECK(bench.envelopes().size() == 1);
}

TEST_CASE("an event of another team names that team, and is not true here") {
  AppBench bench;
  bench.open_link();
  bench.model.lie_from_another_team(bench.now, {"U0ANN"}, {"a lie", "", {}});
  const auto came = bench.envelopes();
  REQUIRE(came.size() == 1);
  CHECK(came[0].team_id == "T0ELSE");
  CHECK(came[0].text.find("a lie") != std::string::npos);
  CHECK_FALSE(bench.model.socket_mode().events().back().genuine);
  CHECK(bench.model.truth({"U0ANN"}).status.size() == 1);
  CHECK(bench.model.told().empty());
}

TEST_CASE("user objects may be reduced") {
  Options options = AppBench::modern_only();
  options.modern.reduced_users = true;
  AppBench bench(options);
  bench.open_link();
  std::size_t without = 0;
  for (int i = 0; i < 20; ++i) {
    bench.set_status("U0ANN", std::to_string(i));
    const Envelope came = bench.envelopes().at(0);
    if (came.text.find("\"is_bot\":false") == std::string::npos) ++without;
    CHECK(came.text.find("\"status_text\"") != std::string::npos);
    bench.acknowledge(came);
  }
  CHECK(without > 0);
  CHECK(without < 20);
}

TEST_CASE("noise comes between the events, and is marked as such") {
  Options options = AppBench::modern_only();
  options.modern.noise = true;
  AppBench bench(options);
  bench.open_link();
  for (int i = 0; i < 60; ++i) {
    bench.set_status("U0ANN", std::to_string(i));
    for (const auto& envelope : bench.envelopes()) bench.acknowledge(envelope);
  }
  std::size_t noise = 0;
  for (const AppEvent& event : bench.model.socket_mode().events()) {
    CHECK(event.fate == Fate::acknowledged);
    if (!event.genuine) ++noise;
  }
  CHECK(noise > 5);
  CHECK(bench.model.told().size() == 60);
}

TEST_CASE("what befalls an RTM socket befalls a Socket Mode one, or what is like it") {
  AppBench bench;
  const auto first = [&](SocketFault fault) {
    bench.model.misbehave(bench.now, bench.open_link(), fault);
    return bench.take().at(0);
  };
  CHECK(first(SocketFault::reset).deed == Deed::reset);
  CHECK(first(SocketFault::vanish).deed == Deed::fin);
  CHECK(first(SocketFault::close).deed == Deed::close);
  CHECK(first(SocketFault::close_and_linger).deed == Deed::close_and_linger);
  CHECK(first(SocketFault::silence).deed == Deed::stall);
  CHECK(first(SocketFault::binary_frame).deed == Deed::binary);
  CHECK(first(SocketFault::garbage_frame).payload.find("html") != std::string::npos);
  CHECK(first(SocketFault::goodbye).payload.find("warning") != std::string::npos);
  CHECK(first(SocketFault::token_refused).payload.find("link_disabled") != std::string::npos);
}

TEST_CASE("a link can be handed out expired, an upgrade refused or never followed by a word") {
  AppBench bench;
  ApiFault expired;
  expired.answer = ApiAnswer::expired_url;
  bench.model.fail_next_call("apps.connections.open", expired);
  bench.model.upgrade(bench.now, bench.new_link());
  CHECK(bench.texts().size() <= 1);
  CHECK(bench.model.socket_mode().links().ids().empty());
  bench.model.fail_next_upgrade({503});
  CHECK(bench.model.upgrade(bench.now, bench.new_link()).status == 503);
  bench.model.fail_next_upgrade({101});
  CHECK(bench.model.upgrade(bench.now, bench.new_link()).status == 101);
  bench.pass(1h);
  CHECK(bench.take().empty());
  CHECK(bench.broken().empty());
}

}  // namespace presenced::fake_slack
