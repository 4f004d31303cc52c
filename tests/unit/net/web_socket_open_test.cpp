// The way up, and talking.
#include "unit/net/name_lookup.h"
#include "unit/net/web_socket_fixture.h"

using namespace presenced::net;
using namespace presenced::net::test;
using presenced::base::Millis;
using presenced::history::EndReason;

namespace {

constexpr Millis kShortOpen{500};

}  // namespace

TEST_CASE_FIXTURE(SocketFixture, "a wss session carries text both ways, in order, and the headers of the upgrade") {
  LoopbackServer server(loop.io, trusted());
  open({.url = Secret(server.url("wss")), .headers = {{"Cookie", "d=s3cret"}}});
  REQUIRE(server.seen().requests.size() == 1);
  const auto& request = server.seen().requests[0];
  CHECK(request.starts_with("GET /path/s3cret?query=s3cret HTTP/1.1\r\n"));
  CHECK(request.find("\r\nHost: localhost:" + std::to_string(server.port()) + "\r\n") != std::string::npos);
  CHECK(request.find("\r\nCookie: d=s3cret\r\n") != std::string::npos);
  CHECK(request.find("Sec-WebSocket-Extensions") == std::string::npos);

  socket->send("one");
  socket->send(std::string(16384, '2'));
  socket->send("");
  CHECK(loop.until([&] { return server.seen().messages.size() == 3; }));
  CHECK(server.seen().messages == std::vector<std::string>{"one", std::string(16384, '2'), ""});

  server.push(frame(Opcode::text, "hello") + frame(Opcode::text, "") + frame(Opcode::text, std::string(300'000, 'x')) +
              frame(Opcode::text, "gr\xc3\xbc\xc3\x9f"));
  CHECK(loop.until([&] { return frames.size() == 4; }));
  CHECK(frames == std::vector<std::string>{"hello", "", std::string(300'000, 'x'), "gr\xc3\xbc\xc3\x9f"});
  CHECK(life_signs == 0);
  CHECK(closed == 0);
}

TEST_CASE_FIXTURE(SocketFixture, "plain ws works on loopback") {
  LoopbackServer server(loop.io, Script{});
  open({.url = Secret(server.url("ws", "127.0.0.1"))});
  server.push(frame(Opcode::text, "hello"));
  CHECK(loop.until([&] { return frames.size() == 1; }));
  socket->close();
  CHECK(end(server) == EndReason::peer_closed);
}

TEST_CASE_FIXTURE(SocketFixture,
                  "a socket that is held brings no more than the message that was being read, until it is let go") {
  LoopbackServer server(loop.io, trusted());
  open(server);
  socket->hold();
  const std::string large(300'000, 'x');
  server.push(frame(Opcode::text, "first") + frame(Opcode::text, large) + frame(Opcode::text, "last"));
  CHECK(loop.until([&] { return frames.size() == 1; }));
  loop.io.run_for(Millis{100});
  CHECK(frames.size() == 1);
  socket->send("still talking");
  CHECK(loop.until([&] { return server.seen().messages.size() == 1; }));
  socket->release();
  CHECK(loop.until([&] { return frames.size() == 3; }));
  CHECK(frames == std::vector<std::string>{"first", large, "last"});
  CHECK(closed == 0);
}

TEST_CASE_FIXTURE(SocketFixture, "a socket that is held before it is open reads nothing, and can be closed") {
  LoopbackServer server(loop.io, trusted());
  start(server);
  socket->hold();
  REQUIRE(loop.until([&] { return opened == 1; }));
  server.push(frame(Opcode::text, "unread"));
  loop.io.run_for(Millis{100});
  CHECK(frames.empty());
  socket->close();
  CHECK(loop.until([&] { return closed == 1; }));
}

TEST_CASE_FIXTURE(SocketFixture, "what is sent before the socket is open waits for it") {
  LoopbackServer server(loop.io, trusted());
  start(server);
  socket->send("early");
  socket->send("bird");
  CHECK(loop.until([&] { return server.seen().messages.size() == 2; }));
  CHECK(server.seen().messages == std::vector<std::string>{"early", "bird"});
  CHECK(opened == 1);
}

TEST_CASE_FIXTURE(SocketFixture, "a frame that comes in one piece with the answer to the upgrade is not lost") {
  auto script = trusted();
  script.http_answer =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
      "Sec-WebSocket-Accept: {accept}\r\n\r\n" +
      frame(Opcode::text, "hello");
  LoopbackServer server(loop.io, std::move(script));
  after_callback = [&] { CHECK(opened == 1); };  // on_open first
  start(server);
  CHECK(end(server) == EndReason::peer_closed);
  CHECK(frames == std::vector<std::string>{"hello"});
}

TEST_CASE_FIXTURE(SocketFixture, "pings, pongs and binary messages are signs of life and nothing else") {
  LoopbackServer server(loop.io, trusted());
  open(server);
  server.push(frame(Opcode::ping, "are you there"));
  CHECK(loop.until([&] { return life_signs == 1; }));
  server.push(frame(Opcode::pong, ""));
  CHECK(loop.until([&] { return life_signs == 2; }));
  server.push(frame(Opcode::binary, std::string("\0\xff", 2)));
  CHECK(loop.until([&] { return life_signs == 3; }));
  server.push(frame(Opcode::text, "hello"));
  CHECK(loop.until([&] { return frames.size() == 1; }));
  CHECK(frames[0] == "hello");
  CHECK(life_signs == 3);
}

TEST_CASE_FIXTURE(SocketFixture, "an upgrade that is answered otherwise names the status") {
  struct Row {
    std::string answer;
    std::string detail;
  };
  const std::vector<Row> rows{
      {"HTTP/1.1 503 Unavailable\r\nContent-Length: 6\r\n\r\ns3cret", "HTTP 503 instead of the WebSocket upgrade"},
      {"HTTP/1.0 408 Slow\r\nContent-Length: 0\r\n\r\n", "HTTP 408 instead of the WebSocket upgrade"},
      {"HTTP/1.1 404 No\r\n\r\n<html>s3cret</html>", "HTTP 404 instead of the WebSocket upgrade"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP 200 instead of the WebSocket upgrade"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.answer);
    closed = 0;
    auto script = trusted();
    script.http_answer = row.answer;
    LoopbackServer server(loop.io, std::move(script));
    start(server);
    CHECK(end(server) == EndReason::network_error);
    CHECK(detail == row.detail);
    CHECK(opened == 0);
  }
}

TEST_CASE_FIXTURE(SocketFixture,
                  "an upgrade that is not answered in HTTP, or with the wrong key, is a breach of protocol") {
  auto script = trusted();
  SUBCASE("not HTTP") { script.http_answer = "SSH-2.0-OpenSSH_9.2\r\n\r\n"; }
  SUBCASE("wrong key") {
    script.http_answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
        "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n";
  }
  LoopbackServer server(loop.io, std::move(script));
  start(server);
  CHECK(end(server) == EndReason::protocol_error);
  CHECK(opened == 0);
}

TEST_CASE_FIXTURE(SocketFixture, "a server that stays silent on the way up is given up within the limit") {
  auto script = trusted();
  std::string expected = "no answer in WebSocket upgrade within 500 ms";
  SUBCASE("in the TLS handshake") {
    script.silence = Script::Silence::from_accept;
    expected = "no answer in TLS handshake within 500 ms";
  }
  SUBCASE("after it") { script.silence = Script::Silence::from_tls; }
  SUBCASE("after the request") { script.silence = Script::Silence::from_request; }
  LoopbackServer server(loop.io, std::move(script));
  start({.url = Secret(server.url("wss")), .limit = kShortOpen});
  REQUIRE(loop.until([&] { return closed == 1; }));
  CHECK(loop.until([&] { return server.seen().departures == 1; }));  // and the connection is really gone
  CHECK(end(server) == EndReason::timeout);
  CHECK(detail == expected);
}

TEST_CASE_FIXTURE(SocketFixture,
                  "a name look-up that hangs is given up within the limit, and its late end does no harm") {
  HeldName held("held.test");
  start({.url = Secret("wss://held.test/s3cret"), .limit = kShortOpen});
  REQUIRE(loop.until([&] { return closed == 1; }));
  CHECK(*reason == EndReason::timeout);
  CHECK(detail == "no answer in name look-up within 500 ms");
  held.release();
  CHECK(loop.drain());
  CHECK(callbacks() == 1);
}

TEST_CASE_FIXTURE(SocketFixture, "TLS that cannot be trusted is a network error") {
  LoopbackServer server(loop.io, {.certificate = self_signed({})});
  start(server);
  CHECK(end(server) == EndReason::network_error);
  CHECK(detail == "TLS: certificate verify failed (self-signed certificate) for localhost");
  CHECK(server.seen().requests.empty());
}

TEST_CASE_FIXTURE(SocketFixture, "what cannot be dialled ends like everything else: later, and in words") {
  const auto ending_of = [&](std::string url, Headers headers = {}) {
    closed = 0;
    start({.url = Secret(std::move(url)), .headers = std::move(headers)});
    REQUIRE(loop.until([&] { return closed == 1; }));
    CHECK(*reason == EndReason::protocol_error);
    return detail;
  };
  CHECK(ending_of("ws://wss-primary.slack.com/s3cret") == "plain http and ws are for loopback addresses only");
  CHECK(ending_of("https://localhost/s3cret") == "the url is not a WebSocket url");
  CHECK(ending_of("wss://localhost/", {{"Cookie", "s3cret\n"}}) ==
        "the header field Cookie contains a control character (a line break?)");
}
