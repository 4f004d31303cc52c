// Destroying a WebSocket: at once, silently, and in every state. What it leaves behind is the sanitizer's to find.
#include "unit/net/name_lookup.h"
#include "unit/net/web_socket_fixture.h"

using namespace presenced::net;
using namespace presenced::net::test;

namespace {

struct Dropping : SocketFixture {
  // Starts, runs until `reached`, lets `then` act, destroys; after that nothing may be told.
  template <class Reached, class Then>
  void drop_when(Script script, Reached reached, Then then) {
    LoopbackServer server(loop.io, std::move(script));
    start(server);
    REQUIRE(loop.until([&] { return reached(server.seen()); }));
    then(server);
    const int told = callbacks();
    socket.reset();
    CHECK(callbacks() == told);
    check_nothing_left(server);
    CHECK(callbacks() == told);
  }
  template <class Reached>
  void drop_when(Script script, Reached reached) {
    drop_when(std::move(script), reached, [](LoopbackServer&) {});
  }

  // Opens, then lets the callbacks that `act` provokes destroy the socket.
  template <class Act>
  void drop_inside_callback(Act act) {
    LoopbackServer server(loop.io, trusted());
    open(server);
    const int before = callbacks();
    after_callback = [this] { socket.reset(); };
    act(server);
    REQUIRE(loop.until([&] { return !socket; }));
    check_nothing_left(server);
    CHECK(callbacks() == before + 1);
  }

  Script silent(Script::Silence silence) {
    auto script = trusted();
    script.silence = silence;
    return script;
  }
  Script deaf() {
    auto script = trusted();
    script.deaf = true;
    return script;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Dropping, "a WebSocket destroyed on its way up tells nothing") {
  SUBCASE("at once") {
    drop_when(trusted(), [](const Seen&) { return true; });
  }
  SUBCASE("in the TLS handshake") {
    drop_when(silent(Script::Silence::from_accept), [](const Seen& seen) { return seen.connections == 1; });
  }
  SUBCASE("with TLS done") {
    drop_when(silent(Script::Silence::from_tls), [](const Seen& seen) { return seen.handshakes == 1; });
  }
  SUBCASE("in the upgrade") {
    drop_when(silent(Script::Silence::from_request), [](const Seen& seen) { return seen.requests.size() == 1; });
  }
  CHECK(callbacks() == 0);
}

TEST_CASE_FIXTURE(Dropping, "a WebSocket destroyed during a name look-up tells nothing when that returns") {
  HeldName held("held.test");
  start({.url = Secret("wss://held.test/")});
  loop.io.poll();
  socket.reset();
  held.release();
  CHECK(loop.drain());
  CHECK(callbacks() == 0);
}

TEST_CASE_FIXTURE(Dropping, "a WebSocket destroyed with its end already decided tells nothing") {
  start({.url = Secret("wss://")});
  socket.reset();
  CHECK(loop.drain());
  CHECK(callbacks() == 0);
}

TEST_CASE_FIXTURE(Dropping, "an open WebSocket destroyed tells nothing more") {
  const auto is_open = [this](const Seen&) { return opened == 1; };
  SUBCASE("idle") { drop_when(trusted(), is_open); }
  SUBCASE("writing") {
    drop_when(deaf(), is_open, [this](LoopbackServer&) {
      for (int i = 0; i < 16; ++i) socket->send(std::string(std::size_t{64} * 1024, 'x'));
      loop.io.poll();
    });
  }
  SUBCASE("in the middle of a message") {
    drop_when(trusted(), is_open, [this](LoopbackServer& server) {
      server.push(frame(Opcode::ping, "") + frame(Opcode::text, "hello").substr(0, 4));
      REQUIRE(loop.until([&] { return life_signs == 1; }));
    });
  }
  SUBCASE("closing") {
    drop_when(deaf(), is_open, [this](LoopbackServer&) {
      socket->close();
      loop.io.poll();
    });
  }
  SUBCASE("closing while writing") {
    drop_when(deaf(), is_open, [this](LoopbackServer&) {
      for (int i = 0; i < 16; ++i) socket->send(std::string(std::size_t{64} * 1024, 'x'));
      socket->close();
      loop.io.poll();
    });
  }
  SUBCASE("closed by the peer") {
    drop_when(deaf(), is_open, [this](LoopbackServer& server) {
      server.push(frame(Opcode::ping, "") + frame(Opcode::close, ""));
      REQUIRE(loop.until([&] { return life_signs == 1; }));
      loop.io.poll();
    });
  }
  CHECK(closed == 0);
}

TEST_CASE_FIXTURE(Dropping, "every callback may destroy the WebSocket") {
  SUBCASE("on_open") {
    LoopbackServer server(loop.io, trusted());
    after_callback = [this] { socket.reset(); };
    start(server);
    REQUIRE(loop.until([&] { return !socket; }));
    check_nothing_left(server);
    CHECK(opened == 1);
  }
  SUBCASE("on_frame") {
    drop_inside_callback(
        [](LoopbackServer& server) { server.push(frame(Opcode::text, "a") + frame(Opcode::text, "b")); });
  }
  SUBCASE("on_life, of a ping") {
    drop_inside_callback(
        [](LoopbackServer& server) { server.push(frame(Opcode::ping, "") + frame(Opcode::text, "b")); });
  }
  SUBCASE("on_life, of a pong") {
    drop_inside_callback(
        [](LoopbackServer& server) { server.push(frame(Opcode::pong, "") + frame(Opcode::text, "b")); });
  }
  SUBCASE("on_life, of a binary message") {
    drop_inside_callback(
        [](LoopbackServer& server) { server.push(frame(Opcode::binary, "x") + frame(Opcode::text, "b")); });
  }
  SUBCASE("on_closed") {
    drop_inside_callback([](LoopbackServer& server) { server.send_fin(); });
  }
}

TEST_CASE_FIXTURE(Dropping, "a loop that is torn down with open connections leaks nothing") {
  auto other = std::make_unique<boost::asio::io_context>(1);
  auto server = std::make_unique<LoopbackServer>(*other, deaf());
  bool is_open = false;
  auto left = WebSocket::start(*other, tls, {.url = Secret(server->url("wss"))},
                               {.on_open = [&] { is_open = true; },
                                .on_frame = [](std::string_view) {},
                                .on_life = [] {},
                                .on_closed = [](auto, auto) {}});
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!is_open && std::chrono::steady_clock::now() < end) other->run_one_for(std::chrono::milliseconds(100));
  REQUIRE(is_open);
  left->send("unsent");
  left->close();
  left.reset();
  server.reset();
  other.reset();
}
