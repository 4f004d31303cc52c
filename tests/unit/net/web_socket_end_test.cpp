// How sessions end, whoever ends them.
#include <boost/asio/steady_timer.hpp>

#include "unit/net/web_socket_fixture.h"

using namespace presenced::net;
using namespace presenced::net::test;
using presenced::base::Millis;
using presenced::history::EndReason;

namespace {

constexpr Millis kShortClose{500};

// The payload of a close frame.
std::string close_code(int code) { return {static_cast<char>(code >> 8), static_cast<char>(code & 0xff)}; }

// Hands the socket one piece after another, at a pace that keeps the outbox within its bound while it moves.
struct Feeder {
  WebSocket& socket;
  boost::asio::steady_timer timer;
  void feed() {
    socket.send(std::string(std::size_t{256} * 1024, 'x'));
    timer.expires_after(Millis{80});
    timer.async_wait([this](boost::system::error_code error) {
      if (!error) feed();
    });
  }
};

}  // namespace

TEST_CASE_FIXTURE(SocketFixture, "a close frame ends a session as peer_closed and names its code") {
  LoopbackServer server(loop.io, trusted());
  open(server);
  SUBCASE("with a code") {
    server.push(frame(Opcode::close, close_code(1001) + "s3cret"));
    CHECK(end(server) == EndReason::peer_closed);
    CHECK(detail == "closed by a close frame with code 1001");
  }
  SUBCASE("without one") {
    server.push(frame(Opcode::close, ""));
    CHECK(end(server) == EndReason::peer_closed);
    CHECK(detail == "closed by a close frame without a code");
  }
}

TEST_CASE_FIXTURE(SocketFixture, "a close frame whose sender then hangs ends the session all the same, and soon") {
  auto script = trusted();
  script.deaf = true;
  LoopbackServer server(loop.io, std::move(script));
  open({.url = Secret(server.url("wss")), .close_limit = kShortClose});
  server.push(frame(Opcode::close, close_code(1000)));
  CHECK(end(server) == EndReason::peer_closed);
  CHECK(detail == "closed by a close frame with code 1000");
}

TEST_CASE_FIXTURE(SocketFixture, "a FIN without TLS's close_notify is a normal end") {
  LoopbackServer server(loop.io, trusted());
  open(server);
  server.send_fin();
  CHECK(end(server) == EndReason::peer_closed);
  CHECK(detail.find("the peer closed the connection") != std::string::npos);
}

TEST_CASE_FIXTURE(SocketFixture, "a FIN without TLS is a normal end") {
  LoopbackServer server(loop.io, Script{});
  open({.url = Secret(server.url("ws"))});
  server.send_fin();
  CHECK(end(server) == EndReason::peer_closed);
}

TEST_CASE_FIXTURE(SocketFixture, "a reset is a network error") {
  LoopbackServer server(loop.io, trusted());
  open(server);
  server.reset();
  CHECK(end(server) == EndReason::network_error);
  CHECK(detail.find("connection reset by peer") != std::string::npos);
}

TEST_CASE_FIXTURE(SocketFixture, "garbage under TLS is a network error") {
  LoopbackServer server(loop.io, trusted());
  open(server);
  server.push_below_tls("this is no TLS record");
  CHECK(end(server) == EndReason::network_error);
  CHECK(detail.find("TLS: ") == 0);
}

TEST_CASE_FIXTURE(SocketFixture, "what is not WebSocket is a breach of protocol, even when its sender hangs after it") {
  struct Row {
    const char* what;
    std::string bytes;
  };
  const std::vector<Row> rows{
      {"reserved opcode", "\x83\x01x"},
      {"reserved bits", "\xf1\x01x"},
      {"a masked frame", std::string("\x81\x81\0\0\0\0x", 7)},
      {"a fragmented ping", std::string("\x09\x00", 2)},
      {"a continuation of nothing", std::string("\x80\x00", 2)},
      {"a bad close code", frame(Opcode::close, close_code(999))},
      {"text that is not UTF-8", frame(Opcode::text, "\xc3\x28")},
      {"text that ends in mid-character", frame(Opcode::text, "gr\xc3")},
      {"9 MiB", frame(Opcode::text, std::string(std::size_t{9} * 1024 * 1024, 'x'))},
  };
  for (const bool hangs : {false, true}) {
    for (const auto& row : rows) {
      CAPTURE(row.what);
      CAPTURE(hangs);
      opened = closed = 0;
      auto script = trusted();
      script.deaf = hangs;
      LoopbackServer server(loop.io, std::move(script));
      open({.url = Secret(server.url("wss")), .close_limit = Millis{100}});
      server.push(row.bytes);
      CHECK(end(server) == EndReason::protocol_error);
      CHECK(frames.empty());
    }
  }
}

TEST_CASE_FIXTURE(SocketFixture, "a message of exactly 8 MiB is taken") {
  LoopbackServer server(loop.io, trusted());
  open(server);
  server.push(frame(Opcode::text, std::string(kMaxMessageBytes, 'x')));
  REQUIRE(loop.until([&] { return frames.size() == 1 || closed == 1; }));
  REQUIRE(frames.size() == 1);
  CHECK(frames[0].size() == kMaxMessageBytes);
}

TEST_CASE_FIXTURE(SocketFixture, "closing is a handshake, and what was being written goes out before it") {
  LoopbackServer server(loop.io, trusted());
  open(server);
  socket->send("last words");
  socket->close();
  socket->send("too late");
  socket->close();
  CHECK(end(server) == EndReason::peer_closed);
  CHECK(server.seen().messages == std::vector<std::string>{"last words"});
}

TEST_CASE_FIXTURE(SocketFixture, "closing against a silent peer is bounded") {
  auto script = trusted();
  script.deaf = true;
  LoopbackServer server(loop.io, std::move(script));
  open({.url = Secret(server.url("wss")), .close_limit = kShortClose});
  socket->close();
  CHECK(end(server) == EndReason::timeout);
  CHECK(detail == "no answer to the closing handshake within 500 ms");
}

TEST_CASE_FIXTURE(SocketFixture, "a peer that answers the closing handshake and then hangs has closed") {
  auto script = trusted();
  script.deaf = true;
  LoopbackServer server(loop.io, std::move(script));
  open({.url = Secret(server.url("wss")), .close_limit = kShortClose});
  socket->close();
  server.push(frame(Opcode::close, close_code(1000)));
  CHECK(end(server) == EndReason::peer_closed);
}

TEST_CASE_FIXTURE(SocketFixture, "both sides closing at once is one end") {
  LoopbackServer server(loop.io, trusted());
  open(server);
  server.push(frame(Opcode::close, close_code(1000)));
  socket->close();
  CHECK(end(server) == EndReason::peer_closed);
}

TEST_CASE_FIXTURE(SocketFixture, "a socket closed before it is open is given up at once") {
  auto script = trusted();
  script.silence = Script::Silence::from_request;
  LoopbackServer server(loop.io, std::move(script));
  start(server);
  REQUIRE(loop.until([&] { return server.seen().requests.size() == 1; }));
  socket->close();
  CHECK(closed == 0);  // not from inside the call
  CHECK(end(server) == EndReason::shutdown);
  CHECK(opened == 0);
}

TEST_CASE_FIXTURE(SocketFixture, "more than 1 MiB waiting to be sent ends the session") {
  LoopbackServer server(loop.io, trusted());
  open(server);
  for (int i = 0; i < 16; ++i) socket->send(std::string(std::size_t{64} * 1024, 'x'));
  CHECK(closed == 0);  // exactly 1 MiB is allowed
  socket->send("x");
  CHECK(closed == 0);  // not from inside the call
  socket->send("y");   // and no harm afterwards
  CHECK(end(server) == EndReason::timeout);
  CHECK(detail == "the peer does not read: more than 1 MiB is waiting to be sent");
}

TEST_CASE_FIXTURE(SocketFixture, "a peer that stops reading is given up when a write gets stuck") {
  auto script = trusted();
  script.deaf = true;
  LoopbackServer server(loop.io, std::move(script));
  open({.url = Secret(server.url("wss")), .write_limit = Millis{200}});
  Feeder feeder{*socket, boost::asio::steady_timer(loop.io)};
  feeder.feed();
  REQUIRE(loop.until([&] { return closed == 1; }));
  feeder.timer.cancel();
  CHECK(end(server) == EndReason::timeout);
  CHECK(detail == "the peer does not read: a frame was not sent within 200 ms");
}
