// Socket Mode as a client on the network sees it.
#include <doctest/doctest.h>

#include <boost/asio/ssl/error.hpp>
#include <chrono>
#include <string>

#include "fake_slack/unit/bench.h"
#include "fake_slack/unit/server_client.h"

namespace presenced::fake_slack {
namespace {

Options with_modern_app() {
  Options options = Bench::plain();
  options.token.clear();
  options.modern = modern_app();
  return options;
}

}  // namespace

TEST_CASE("a Socket Mode client over TLS opens a link, receives hello and an event, and acknowledges it") {
  const CertificateAuthority authority;
  const Options options = with_modern_app();
  Server server(settings_with(authority), options);
  server.with_model([](Model& model, base::Instant now) {
    Person ann;
    ann.id = {"U0ANN"};
    model.join(now, ann);
  });
  Client client(authority);
  const auto reply = client.post(server, "auth.test", "", options.modern.bot_token).second;
  CHECK(reply["x-oauth-scopes"].find("users:read") != beast::string_view::npos);
  const auto ws = client.upgrade(server, client.new_link(server, options.modern.app_token));
  CHECK(read(*ws).find(R"("num_connections":1)") != std::string::npos);
  server.with_model([](Model& model, base::Instant now) { model.set_status(now, {"U0ANN"}, {"lunch", "", {}}); });
  const std::string envelope = read(*ws);
  CHECK(envelope.find("lunch") != std::string::npos);
  simdjson::dom::parser parser;
  const std::string id{std::string_view(parser.parse(envelope)["envelope_id"])};
  ws->write(asio::buffer(fmt::format(R"({{"envelope_id":"{}"}})", id)));
  ws->close(websocket::close_code::normal);
  server.stop();
  server.with_model([](Model& model, base::Instant) {
    CHECK(model.violations().empty());
    CHECK(model.socket_mode().events().back().fate == AppEvent::Fate::acknowledged);
    CHECK(model.socket_mode().links().ids().empty());
  });
}

TEST_CASE("WebSocket pings to a Socket Mode client carry a text") {
  const CertificateAuthority authority;
  const Options options = with_modern_app();
  Server::Settings settings = settings_with(authority);
  settings.link_ping_interval = base::Millis{10};
  Server server(settings, options);
  Client client(authority);
  const auto ws = client.upgrade(server, client.new_link(server, options.modern.app_token));
  read(*ws);
  std::string text;
  ws->control_callback([&](websocket::frame_type type, beast::string_view payload) {
    if (type != websocket::frame_type::ping || !text.empty()) return;
    text = std::string(payload);
    server.with_model([](Model& model, base::Instant now) { model.misbehave_all(now, SocketFault::close); });
  });
  error_code error;
  read(*ws, error);
  CHECK(error == websocket::error::closed);
  CHECK(text == "Ping from applink-1");
}

TEST_CASE("TCP can stay open after the closing handshake") {
  const CertificateAuthority authority;
  const Options options = with_modern_app();
  Server server(settings_with(authority), options);
  Client client(authority);
  server.fail_next(NetworkFault::hold_after_close);
  const auto ws = client.upgrade(server, client.new_link(server, options.modern.app_token));
  read(*ws);
  bool closed = false;
  ws->async_close(websocket::close_code::normal, [&](error_code) { closed = true; });
  client.io.restart();
  client.io.run_for(std::chrono::milliseconds(200));
  CHECK_FALSE(closed);  // Beast waits for the end of TLS and TCP
  CHECK(server.with_model([](Model& model, base::Instant) { return model.socket_mode().links().ids(); }).empty());
  server.stop();
  client.io.run();
  CHECK(closed);
}

TEST_CASE("a token in a url is a breach, whichever it is") {
  const CertificateAuthority authority;
  const Options options = with_modern_app();
  Server server(settings_with(authority), options);
  Client client(authority);
  client.post(server, "auth.test?token=" + options.modern.app_token, "", options.modern.app_token);
  client.post(server, "auth.test?token=" + options.modern.bot_token, "", options.modern.bot_token);
  CHECK(server.with_model([](Model& model, base::Instant) { return model.violations(); }).size() == 2);
}

}  // namespace presenced::fake_slack
