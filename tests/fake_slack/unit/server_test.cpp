// The server as a client on the network sees it.
#include "fake_slack/server.h"

#include <doctest/doctest.h>

#include <boost/asio/read.hpp>
#include <boost/asio/ssl/error.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "fake_slack/unit/bench.h"
#include "fake_slack/unit/server_client.h"

namespace presenced::fake_slack {
namespace {

void add_ann(Server& server) {
  server.with_model([](Model& model, base::Instant now) {
    Person ann;
    ann.id = {"U0ANN"};
    model.join(now, ann);
  });
}

void misbehave(Server& server, SocketFault fault) {
  server.with_model([&](Model& model, base::Instant now) { model.misbehave_all(now, fault); });
}

}  // namespace

TEST_CASE("a client over TLS connects, hears hello, subscribes, hears a change, goodbye and the close") {
  const CertificateAuthority authority;
  Options options = Bench::plain();
  options.goodbye_grace = base::Millis{50};
  Server server(settings_with(authority), options);
  add_ann(server);
  Client client(authority);
  const auto ws = client.upgrade(server, client.new_path(server));
  CHECK(read(*ws).find("hello") != std::string::npos);
  ws->write(asio::buffer(std::string(R"({"type":"presence_sub","ids":["U0ANN"]})")));
  CHECK(read(*ws) == said("U0ANN", "away"));
  server.with_model(
      [](Model& model, base::Instant now) { model.set_presence(now, {"U0ANN"}, base::Presence::active); });
  CHECK(read(*ws) == said("U0ANN", "active"));
  ws->write(asio::buffer(std::string(R"({"id":1,"type":"ping","time":5})")));
  CHECK(read(*ws) == R"({"reply_to":1,"type":"pong","time":5})");
  misbehave(server, SocketFault::goodbye);
  CHECK(read(*ws) == R"({"type":"goodbye"})");
  error_code error;
  read(*ws, error);
  CHECK(error == websocket::error::closed);
  CHECK(ws->reason().code == 1000);
  server.stop();
  server.with_model([](Model& model, base::Instant) {
    CHECK(model.violations().empty());
    CHECK(model.truth({"U0ANN"}).presence.size() == 2);
    CHECK(model.sockets().empty());
  });
}

TEST_CASE("a client that closes is gone from the model") {
  const CertificateAuthority authority;
  Server server(settings_with(authority), Bench::plain());
  Client client(authority);
  const auto ws = client.upgrade(server, client.new_path(server));
  read(*ws);
  ws->close(websocket::close_code::normal);
  const auto again = client.upgrade(server, client.new_path(server));  // its hello comes after the other's end
  read(*again);
  CHECK(server.with_model([](Model& model, base::Instant) { return model.sockets(); }).size() == 1);
}

TEST_CASE("a socket ends on the network the way it was told to") {
  const CertificateAuthority authority;
  Server server(settings_with(authority), Bench::plain());
  Client client(authority);
  const auto end_after = [&](SocketFault fault) {
    const auto ws = client.upgrade(server, client.new_path(server));
    read(*ws);
    misbehave(server, fault);
    error_code error;
    read(*ws, error);
    return error;
  };
  CHECK(end_after(SocketFault::reset) == asio::error::connection_reset);
  CHECK(end_after(SocketFault::vanish) == asio::ssl::error::stream_truncated);
  CHECK(end_after(SocketFault::close) == websocket::error::closed);
  // Which error is the client's affair: Beast fails the message, but may report how its own closing then went.
  const error_code refused = end_after(SocketFault::invalid_utf8);
  CHECK(refused);
  CHECK(refused != websocket::error::closed);
}

TEST_CASE("a close frame can come without the end of TCP") {
  const CertificateAuthority authority;
  Server server(settings_with(authority), Bench::plain());
  Client client(authority);
  const auto ws = client.upgrade(server, client.new_path(server));
  read(*ws);
  misbehave(server, SocketFault::close_and_linger);
  std::string bytes(4, '\0');
  asio::read(ws->next_layer(), asio::buffer(bytes));
  CHECK(bytes == std::string("\x88\x02\x03\xE9", 4));  // 1001
  bool ended = false;
  ws->next_layer().async_read_some(asio::buffer(bytes), [&](error_code, std::size_t) { ended = true; });
  client.io.run_for(std::chrono::milliseconds(50));
  CHECK_FALSE(ended);
  server.stop();
  client.io.restart();
  client.io.run();
  CHECK(ended);
}

TEST_CASE("a refused upgrade is an HTTP answer") {
  const CertificateAuthority authority;
  Server server(settings_with(authority), Bench::plain());
  Client client(authority);
  server.with_model([](Model& model, base::Instant) { model.fail_next_upgrade({503}); });
  CHECK_THROWS_AS(client.upgrade(server, client.new_path(server)), boost::system::system_error);
  client.upgrade(server, client.new_path(server));
}

TEST_CASE("an answer carries its status, Retry-After and the scopes") {
  const CertificateAuthority authority;
  Server server(settings_with(authority), Bench::plain());
  Client client(authority);
  server.with_model([](Model& model, base::Instant) {
    ApiFault fault;
    fault.answer = ApiAnswer::rate_limited;
    model.fail_next_call("auth.test", fault);
  });
  const auto [error, response] = client.post(server, "auth.test");
  CHECK_FALSE(error);
  CHECK(response.result_int() == 429);
  CHECK(response[http::field::retry_after] == "30");
  CHECK(response["x-oauth-scopes"] ==
        "channels:read,client,groups:read,usergroups:read,users:read,users:read.email,users:write");
}

TEST_CASE("a request that breaks the rules of HTTP use is a breach") {
  const CertificateAuthority authority;
  Server server(settings_with(authority), Bench::plain());
  Client client(authority);
  client.post(server, "auth.test?token=xoxb-fake");
  CHECK(server.with_model([](Model& model, base::Instant) { return model.violations(); }).size() == 1);
}

TEST_CASE("an answer is cut off, or its connection reset, in the middle") {
  const CertificateAuthority authority;
  Server server(settings_with(authority), Bench::plain());
  Client client(authority);
  server.fail_next(NetworkFault::cut_answer);
  CHECK(client.post(server, "auth.test").first == asio::ssl::error::stream_truncated);
  server.fail_next(NetworkFault::reset_answer);
  CHECK(client.post(server, "auth.test").first == asio::error::connection_reset);
  CHECK_FALSE(client.post(server, "auth.test").first);
}

TEST_CASE("a connection can be reset or held before and during the TLS handshake") {
  const CertificateAuthority authority;
  Server server(settings_with(authority), Bench::plain());
  Client client(authority);
  server.fail_next(NetworkFault::reset_on_accept);
  CHECK(client.shake_hands(server) == asio::error::connection_reset);
  for (const NetworkFault fault : {NetworkFault::hold_on_accept, NetworkFault::hold_handshake}) {
    server.fail_next(fault);
    ssl::stream<tcp::socket> stream(client.dial(server), client.context);
    bool done = false;
    stream.async_handshake(ssl::stream_base::client, [&](error_code) { done = true; });
    client.io.restart();
    client.io.run_for(std::chrono::milliseconds(50));
    CHECK_FALSE(done);
    stream.next_layer().cancel();
    client.io.run();
    CHECK(done);
  }
}

TEST_CASE("a connection can be held in the middle of a frame") {
  const CertificateAuthority authority;
  Server server(settings_with(authority), Bench::plain());
  add_ann(server);
  Client client(authority);
  const auto ws = client.upgrade(server, client.new_path(server));
  read(*ws);
  server.fail_next(NetworkFault::hold_mid_frame);
  ws->write(asio::buffer(std::string(R"({"type":"presence_sub","ids":["U0ANN"]})")));
  beast::flat_buffer buffer;
  const std::size_t some = ws->read_some(buffer, 1000);
  CHECK(some < said("U0ANN", "away").size());
  CHECK_FALSE(ws->is_message_done());
}

TEST_CASE("WebSocket pings reach the client") {
  const CertificateAuthority authority;
  Server::Settings settings = settings_with(authority);
  settings.ping_interval = base::Millis{10};
  Server server(settings, Bench::plain());
  Client client(authority);
  const auto ws = client.upgrade(server, client.new_path(server));
  read(*ws);
  int pings = 0;
  ws->control_callback([&](websocket::frame_type type, beast::string_view) {
    if (type != websocket::frame_type::ping || ++pings != 3) return;
    misbehave(server, SocketFault::close);
  });
  error_code error;
  read(*ws, error);
  CHECK(error == websocket::error::closed);
  CHECK(pings >= 3);
}

TEST_CASE("only the right certificate is accepted by a client that verifies") {
  const CertificateAuthority authority;
  const auto handshake_with = [&](Flaw flaw) {
    Server server(settings_with(authority, flaw), Bench::plain());
    return Client(authority).shake_hands(server);
  };
  CHECK_FALSE(handshake_with(Flaw::none));
  for (const Flaw flaw : {Flaw::expired, Flaw::not_yet_valid, Flaw::wrong_host, Flaw::self_signed}) {
    const error_code error = handshake_with(flaw);
    CHECK_MESSAGE(error.message().find("certificate verify failed") != std::string::npos, error.message());
  }
  Server server(settings_with(authority), Bench::plain());
  const CertificateAuthority other;
  CHECK(Client(other).shake_hands(server));
}

TEST_CASE("without TLS the urls are http and ws") {
  Server::Settings settings;
  settings.tls = false;
  Server server(settings, Bench::plain());
  CHECK(server.api_url() == fmt::format("http://localhost:{}/api/", server.port()));
  Client client{CertificateAuthority()};
  tcp::socket socket = client.dial(server);
  http::write(socket, client.request("rtm.connect", ""));
  beast::flat_buffer buffer;
  http::response<http::string_body> response;
  http::read(socket, buffer, response);
  CHECK(response.body().find(fmt::format("ws:\\/\\/localhost:{}\\/websocket", server.port())) != std::string::npos);
}

TEST_CASE("a failure inside with_model reaches the caller, and the server goes on") {
  Server::Settings settings;
  settings.tls = false;
  Server server(settings, Bench::plain());
  CHECK_THROWS_AS(server.with_model([](Model&, base::Instant) { throw std::runtime_error("no"); }), std::runtime_error);
  CHECK(server.with_model([](Model&, base::Instant) { return 7; }) == 7);
}

}  // namespace presenced::fake_slack
