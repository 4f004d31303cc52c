#include <doctest/doctest.h>

#include "fake_slack/unit/bench.h"

namespace presenced::fake_slack {
namespace {

using Lines = std::vector<std::string>;

ApiFault fault(ApiAnswer answer) {
  ApiFault out;
  out.answer = answer;
  return out;
}

}  // namespace

TEST_CASE("a socket can end in every way there is, and is gone after it") {
  const std::pair<SocketFault, Deed> ends[] = {{SocketFault::reset, Deed::reset},
                                               {SocketFault::vanish, Deed::fin},
                                               {SocketFault::close, Deed::close},
                                               {SocketFault::close_and_linger, Deed::close_and_linger}};
  for (const auto& [fault, deed] : ends) {
    Bench bench;
    const SocketId socket = bench.open();
    bench.model.misbehave(bench.now, socket, fault);
    const auto outputs = bench.take();
    REQUIRE(outputs.size() == 1);
    CHECK(outputs[0].deed == deed);
    CHECK(bench.model.sockets().empty());
  }
}

TEST_CASE("a silent socket takes everything, says nothing and never ends") {
  Bench bench;
  const SocketId socket = bench.open();
  bench.model.misbehave(bench.now, socket, SocketFault::silence);
  CHECK(bench.take().at(0).deed == Deed::stall);
  bench.subscribe(socket, {"U0ANN"});
  bench.model.set_presence(bench.now, {"U0ANN"}, base::Presence::active);
  bench.pass(10h);
  CHECK(bench.take().empty());
  CHECK(bench.model.sockets() == std::vector<SocketId>{socket});
}

TEST_CASE("after goodbye the socket serves on until it is closed") {
  Bench bench;
  const SocketId socket = bench.open();
  bench.model.misbehave(bench.now, socket, SocketFault::goodbye);
  bench.subscribe(socket, {"U0ANN"});
  CHECK(bench.texts() == Lines{R"({"type":"goodbye"})", said("U0ANN", "away")});
  bench.pass(10s);
  CHECK(bench.take().at(0).deed == Deed::close);

  const SocketId other = bench.open();
  bench.model.misbehave(bench.now, other, SocketFault::goodbye_only);
  bench.pass(1h);
  CHECK(bench.texts() == Lines{R"({"type":"goodbye"})"});
}

TEST_CASE("strange frames are sent as they are, and the socket goes on") {
  const std::pair<SocketFault, std::size_t> strange[] = {
      {SocketFault::garbage_frame, 10}, {SocketFault::truncated_frame, 10},        {SocketFault::invalid_utf8, 10},
      {SocketFault::binary_frame, 4},   {SocketFault::oversized_frame, 5'242'880}, {SocketFault::deep_nesting, 200'000},
      {SocketFault::empty_object, 2},   {SocketFault::unknown_event, 10},          {SocketFault::error_frame, 10}};
  Bench bench;
  const SocketId socket = bench.open();
  for (const auto& [fault, least] : strange) {
    bench.model.misbehave(bench.now, socket, fault);
    const auto outputs = bench.take();
    REQUIRE(outputs.size() == 1);
    CHECK(outputs[0].payload.size() >= least);
    CHECK(outputs[0].deed == (fault == SocketFault::binary_frame ? Deed::binary : Deed::text));
  }
  CHECK(bench.model.sockets().size() == 1);
}

TEST_CASE("a token can be refused on the socket, which is closed then") {
  Bench bench;
  const SocketId socket = bench.open();
  bench.model.misbehave(bench.now, socket, SocketFault::token_refused);
  const auto outputs = bench.take();
  REQUIRE(outputs.size() == 2);
  CHECK(outputs[0].payload.find(R"("invalid_auth")") != std::string::npos);
  CHECK(outputs[0].payload.find("401") != std::string::npos);
  CHECK(outputs[1].deed == Deed::close);
  CHECK(bench.model.sockets().empty());
}

TEST_CASE("a migration closes the socket and keeps rtm.connect shut for a while") {
  Bench bench;
  const SocketId socket = bench.open();
  bench.model.misbehave(bench.now, socket, SocketFault::team_migration_started);
  const auto outputs = bench.take();
  REQUIRE(outputs.size() == 2);
  CHECK(outputs[0].payload == R"({"type":"team_migration_started"})");
  CHECK(outputs[1].deed == Deed::close);
  CHECK(bench.call("rtm.connect").body == R"({"ok":false,"error":"migration_in_progress"})");
  bench.pass(60s);
  CHECK(bench.call("rtm.connect").ok);
}

TEST_CASE("calls fail as told, as often as told, and then work again") {
  Bench bench;
  const std::pair<ApiAnswer, int> answers[] = {
      {ApiAnswer::rate_limited_bare, 429}, {ApiAnswer::unavailable, 503}, {ApiAnswer::not_found, 404},
      {ApiAnswer::request_timeout, 408},   {ApiAnswer::error, 200},       {ApiAnswer::redirect, 302},
      {ApiAnswer::not_json, 200},          {ApiAnswer::empty, 200}};
  for (const auto& [answer, status] : answers) bench.model.fail_next_call("auth.test", fault(answer));
  bench.model.fail_next_call("", fault(ApiAnswer::unavailable), 2);
  for (const auto& [answer, status] : answers) {
    const HttpAnswer got = bench.call("auth.test");
    CHECK(got.status == status);
    CHECK_FALSE(got.ok);
    CHECK_FALSE(got.retry_after.has_value());
    CHECK(got.location.empty() == (answer != ApiAnswer::redirect));
  }
  CHECK(bench.call("users.list").status == 503);
  CHECK(bench.call("auth.test").status == 503);
  CHECK(bench.call("auth.test").ok);
}

TEST_CASE("a Retry-After on command must be kept like any other") {
  Bench bench;
  bench.model.fail_next_call("rtm.connect", fault(ApiAnswer::rate_limited_ok));
  const HttpAnswer limited = bench.call("rtm.connect");
  CHECK(limited.status == 200);
  CHECK(limited.retry_after == 30);
  CHECK(bench.call("rtm.connect").status == 429);
  CHECK(bench.broken() == Lines{"retry-after"});
  bench.pass(30s);
  CHECK(bench.call("rtm.connect").ok);
}

TEST_CASE("a slow call answers rightly, late") {
  Bench bench;
  ApiFault slow = fault(ApiAnswer::slow);
  slow.delay = 20s;
  bench.model.fail_next_call("auth.test", slow);
  const HttpAnswer answer = bench.call("auth.test");
  CHECK(answer.ok);
  CHECK(answer.delay == 20s);
}

TEST_CASE("an url can be handed out expired, and that is not the client's breach") {
  Bench bench;
  bench.model.fail_next_call("rtm.connect", fault(ApiAnswer::expired_url));
  bench.model.upgrade(bench.now, bench.new_url());
  CHECK(bench.texts().at(0).find("Socket URL has expired") != std::string::npos);
  CHECK(bench.broken().empty());
}

TEST_CASE("upgrades are refused as told, or accepted without a word") {
  Bench bench;
  bench.model.fail_next_upgrade({404});
  bench.model.fail_next_upgrade({503}, 2);
  bench.model.fail_next_upgrade({101});
  const std::string url = bench.new_url();
  CHECK(bench.model.upgrade(bench.now, url).status == 404);
  CHECK(bench.model.upgrade(bench.now, url).status == 503);
  CHECK(bench.model.upgrade(bench.now, url).status == 503);
  CHECK(bench.model.upgrade(bench.now, url).status == 101);
  bench.pass(1h);
  CHECK(bench.take().empty());
}

TEST_CASE("healing forgets the faults that have not happened yet") {
  Bench bench;
  bench.model.fail_next_call("", fault(ApiAnswer::unavailable), 100);
  bench.model.fail_next_upgrade({503}, 100);
  bench.model.heal();
  CHECK(bench.model.upgrade(bench.now, bench.new_url()).status == 101);
}

}  // namespace presenced::fake_slack
