// Socket Mode when all goes well: links, hello, which events come and how, and the life of a socket.
#include <doctest/doctest.h>

#include <set>

#include "fake_slack/unit/app_bench.h"

namespace presenced::fake_slack {
namespace {

using Lines = std::vector<std::string>;
using Fate = AppEvent::Fate;

}  // namespace

TEST_CASE("a link opens one socket, whose hello names the app and counts the connections") {
  AppBench bench;
  const std::string link = bench.new_link();
  CHECK(link.starts_with("/link/?ticket="));
  CHECK(bench.model.upgrade(bench.now, link).status == 101);
  const std::string hello = bench.texts().at(0);
  CHECK(hello.find(R"("type":"hello","num_connections":1)") != std::string::npos);
  CHECK(hello.find(R"("connection_info":{"app_id":"A0FAKEAPP"})") != std::string::npos);
  CHECK(hello.find("approximate_connection_time") != std::string::npos);
  bench.model.upgrade(bench.now, bench.new_link());
  CHECK(bench.texts().at(0).find(R"("num_connections":2)") != std::string::npos);
  CHECK(bench.model.sockets().empty());
  CHECK(bench.model.socket_mode().links().ids().size() == 2);
}

TEST_CASE("a link that is used twice, dialled late or altered opens nothing, and is a breach") {
  AppBench bench;
  const std::string link = bench.new_link();
  bench.open_link();
  bench.model.upgrade(bench.now, link);
  bench.model.upgrade(bench.now, link);
  CHECK(bench.broken() == Lines{"url-reused"});
  const std::string late = bench.new_link();
  bench.pass(30s + 1ms);
  bench.model.upgrade(bench.now, late);
  CHECK(bench.model.upgrade(bench.now, bench.new_link() + "&x=1").status == 404);
  CHECK(bench.broken() == Lines{"url-reused", "url-expired", "url-altered"});
  CHECK(bench.model.socket_mode().links().ids().size() == 2);
}

TEST_CASE("apps.connections.open is a POST, and lets a few pass, then one a minute") {
  AppBench bench;
  HttpCall get{"apps.connections.open", {}, bench.model.options().modern.app_token, ""};
  get.post = false;
  CHECK_FALSE(bench.model.http(bench.now, get).ok);
  for (int i = 0; i < 9; ++i) CHECK(bench.ask_for_link().ok);
  CHECK(bench.ask_for_link().status == 429);
  bench.pass(60s);
  CHECK(bench.ask_for_link().ok);
  CHECK(bench.broken().empty());
}

TEST_CASE("a status change comes in an envelope; its acknowledgement settles it") {
  AppBench bench;
  const SocketId socket = bench.open_link();
  bench.set_status("U0ANN", "lunch");
  const auto came = bench.envelopes();
  REQUIRE(came.size() == 1);
  CHECK(came[0].socket == socket);
  CHECK(came[0].type == "events_api");
  CHECK(came[0].event_type == "user_status_changed");
  CHECK(came[0].team_id == "T0FAKE");
  CHECK(came[0].attempt == 0);
  CHECK(came[0].reason.empty());
  CHECK(came[0].text.find(R"("status_text":"lunch")") != std::string::npos);
  CHECK(came[0].text.find(R"("api_app_id":"A0FAKEAPP")") != std::string::npos);
  CHECK(came[0].text.find(R"("accepts_response_payload":false)") != std::string::npos);
  CHECK(came[0].event_ts.starts_with("1700000000.000"));
  CHECK(bench.last_fate() == Fate::pending);
  bench.acknowledge(came[0]);
  CHECK(bench.last_fate() == Fate::acknowledged);
  bench.pass(10min);
  CHECK(bench.envelopes().empty());
  CHECK(bench.broken().empty());
  CHECK(bench.model.told().size() == 1);
}

TEST_CASE("an app is told what it subscribed to, and only with the scope for it") {
  AppBench bench;
  bench.open_link();
  const auto types = [&] {
    Lines all;
    for (const auto& envelope : bench.envelopes()) all.push_back(envelope.event_type);
    return all;
  };
  bench.model.huddle(bench.now, {"U0ANN"});
  bench.model.set_dnd(bench.now, {"U0ANN"}, {true, bench.now.wall + 1h, bench.now.wall + 9h});
  bench.model.rename(bench.now, {"U0ANN"}, "anna", "Anna");
  bench.model.set_presence(bench.now, {"U0ANN"}, base::Presence::active);
  Person dan;
  dan.id = {"U0DAN"};
  bench.model.join(bench.now, dan);
  CHECK(types() == Lines{"user_huddle_changed", "dnd_updated_user", "team_join"});
  bench.model.grant({"dnd:read"}, TokenKind::bot);
  bench.set_status("U0ANN", "lunch");
  bench.model.set_dnd(bench.now, {"U0ANN"}, {});
  CHECK(types() == Lines{"dnd_updated_user"});
}

TEST_CASE("user_change and user_status_changed of one change have one event_ts, and two event ids") {
  Options options = AppBench::modern_only();
  options.modern.events.insert("user_change");
  AppBench bench(options);
  bench.open_link();
  bench.set_status("U0ANN", "lunch");
  const auto came = bench.envelopes();
  REQUIRE(came.size() == 2);
  CHECK(came[0].event_type == "user_status_changed");
  CHECK(came[1].event_type == "user_change");
  CHECK(came[0].event_ts == came[1].event_ts);
  CHECK(came[0].event_id != came[1].event_id);
}

TEST_CASE("event_ts tells the order of two changes in the same millisecond") {
  AppBench bench;
  bench.open_link();
  for (const char* text : {"a", "b", "c", "d", "e"}) bench.set_status("U0ANN", text);
  const auto came = bench.envelopes();
  REQUIRE(came.size() == 5);
  for (std::size_t i = 1; i < came.size(); ++i) CHECK(came[i - 1].event_ts < came[i].event_ts);
}

TEST_CASE("each event goes to one socket, in the long run to every one") {
  AppBench bench;
  for (int i = 0; i < 3; ++i) bench.open_link();
  std::set<SocketId> used;
  for (int i = 0; i < 60; ++i) {
    bench.set_status("U0ANN", std::to_string(i));
    const auto came = bench.envelopes();
    REQUIRE(came.size() == 1);
    used.insert(came[0].socket);
    bench.acknowledge(came[0]);
  }
  CHECK(used.size() == 3);
  CHECK(bench.broken().empty());
}

TEST_CASE("the classic app and the modern one are told side by side") {
  Options options = Bench::plain();
  options.modern = modern_app();
  AppBench bench(options);
  bench.open();
  bench.open_link();
  bench.set_status("U0ANN", "lunch");
  const auto texts = bench.texts();
  REQUIRE(texts.size() == 3);
  CHECK(texts[0].starts_with(R"({"type":"user_change")"));
  CHECK(texts[2].find("envelope_id") != std::string::npos);
}

TEST_CASE("a socket lives two and a half to five hours, then warns, asks for a refresh and closes") {
  AppBench bench;
  bench.open_link();
  bench.pass(150min - 1s);
  CHECK(bench.take().empty());
  bench.pass(151min);
  const auto end = bench.take();
  REQUIRE(end.size() == 3);
  CHECK(end[0].payload.find(R"("type":"disconnect","reason":"warning")") != std::string::npos);
  CHECK(end[1].payload.find(R"("reason":"refresh_requested")") != std::string::npos);
  CHECK(end[2].deed == Deed::close);
  CHECK(bench.model.socket_mode().links().ids().empty());
}

TEST_CASE("debug_reconnects shortens the life of a socket to six minutes") {
  Options options = AppBench::modern_only();
  options.modern.warning_ahead = 0ms;
  AppBench bench(options);
  bench.model.upgrade(bench.now, bench.new_link() + "&debug_reconnects=true");
  bench.take();
  bench.pass(360s - 1ms);
  CHECK(bench.take().empty());
  bench.pass(1ms);
  CHECK(bench.texts().at(0).find("refresh_requested") != std::string::npos);
}

TEST_CASE("an acknowledgement may carry a payload, and an interactive envelope wants one") {
  AppBench bench;
  const SocketId socket = bench.open_link();
  bench.model.socket_mode().interactive(bench.now);
  const auto came = bench.envelopes();
  REQUIRE(came.size() == 1);
  CHECK(came[0].type == "interactive");
  CHECK(came[0].text.find(R"("accepts_response_payload":true)") != std::string::npos);
  bench.model.frame_in(bench.now, socket,
                       fmt::format(R"({{"payload":{{"text":"hi"}},"envelope_id":"{}"}})", came[0].id));
  CHECK(bench.last_fate() == Fate::acknowledged);
  CHECK(bench.model.socket_mode().events().back().response == R"({"text":"hi"})");
  bench.set_status("U0ANN", "lunch");  // the Node SDK sends an empty payload with every acknowledgement
  bench.model.frame_in(bench.now, socket,
                       fmt::format(R"({{"envelope_id":"{}","payload":{{}}}})", bench.envelopes().at(0).id));
  CHECK(bench.last_fate() == Fate::acknowledged);
  CHECK(bench.broken().empty());
}

TEST_CASE("a frame that is not an acknowledgement is a breach") {
  AppBench bench;
  const SocketId socket = bench.open_link();
  for (const char* frame : {"", "nope", "[]", "{}", R"({"envelope_id":7})", R"({"type":"ping","id":1})"})
    bench.model.frame_in(bench.now, socket, frame);
  bench.model.binary_in(bench.now, socket);
  CHECK(bench.broken() == Lines(7, "frame-form"));
}

TEST_CASE("two runs with the same seed are equal to the byte, and a modern app changes nothing for the classic one") {
  const auto run = [](Options options) {
    options.keep_frames = true;
    Bench bench(options);
    bench.open();
    for (int i = 0; i < 20; ++i) bench.model.set_status(bench.now, {"U0ANN"}, {std::to_string(i), "", {}});
    std::string all;
    for (const auto& frame : bench.model.frames()) all += frame.text;
    return all;
  };
  Options classic;
  Options both;
  both.modern = modern_app();
  CHECK(run(both) == run(both));
  CHECK(run(both) == run(classic));
}

}  // namespace presenced::fake_slack
