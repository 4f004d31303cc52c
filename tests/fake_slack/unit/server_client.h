// A client of the server on the network: blocking calls, each bounded by the test's own time limit.
#pragma once

#include <doctest/doctest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <memory>
#include <string>
#include <utility>

#include "fake_slack/server.h"
#include "support/certificates.h"

namespace presenced::fake_slack {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
namespace ssl = asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;
using test_support::CertificateAuthority;
using test_support::Flaw;

inline Server::Settings settings_with(const CertificateAuthority& authority, Flaw flaw = Flaw::none) {
  const auto certificate = authority.issue(flaw);
  Server::Settings settings;
  settings.chain_pem = certificate.chain_pem;
  settings.key_pem = certificate.key_pem;
  return settings;
}

// A client that trusts one authority and nothing else.
struct Client {
  explicit Client(const CertificateAuthority& authority) {
    context.add_certificate_authority(asio::buffer(authority.pem()));
    context.set_verify_mode(ssl::verify_peer);
    context.set_verify_callback(ssl::host_name_verification("localhost"));
  }

  tcp::socket dial(const Server& server) {
    tcp::socket socket(io);
    socket.connect({asio::ip::address_v4::loopback(), server.port()});
    return socket;
  }

  error_code shake_hands(const Server& server) {
    ssl::stream<tcp::socket> stream(dial(server), context);
    error_code error;
    stream.handshake(ssl::stream_base::client, error);
    return error;
  }

  http::request<http::string_body> request(const std::string& method, const std::string& body,
                                           const std::string& token = "xoxb-fake") {
    http::request<http::string_body> call(http::verb::post, "/api/" + method, 11);
    call.set(http::field::host, "localhost");
    call.set(http::field::authorization, "Bearer " + token);
    call.set(http::field::content_type, "application/x-www-form-urlencoded");
    call.body() = body;
    call.prepare_payload();
    return call;
  }

  std::pair<error_code, http::response<http::string_body>> post(const Server& server, const std::string& method,
                                                                const std::string& body = "",
                                                                const std::string& token = "xoxb-fake") {
    ssl::stream<tcp::socket> stream(dial(server), context);
    stream.handshake(ssl::stream_base::client);
    http::write(stream, request(method, body, token));
    beast::flat_buffer buffer;
    http::response<http::string_body> response;
    error_code error;
    http::read(stream, buffer, response, error);
    return {error, response};
  }

  // What rtm.connect hands out, without scheme, host and port.
  std::string new_path(const Server& server) {
    simdjson::dom::parser parser;
    const std::string url{
        std::string_view(parser.parse(post(server, "rtm.connect", "batch_presence_aware=1").second.body())["url"])};
    return url.substr(url.find("/websocket/"));
  }

  // What apps.connections.open hands out, likewise.
  std::string new_link(const Server& server, const std::string& app_token) {
    simdjson::dom::parser parser;
    const std::string url{
        std::string_view(parser.parse(post(server, "apps.connections.open", "", app_token).second.body())["url"])};
    return url.substr(url.find("/link/"));
  }

  using Ws = websocket::stream<ssl::stream<tcp::socket>>;
  std::unique_ptr<Ws> upgrade(const Server& server, const std::string& path) {
    auto ws = std::make_unique<Ws>(dial(server), context);
    ws->next_layer().handshake(ssl::stream_base::client);
    ws->handshake("localhost", path);
    return ws;
  }

  asio::io_context io;
  ssl::context context{ssl::context::tls_client};
};

inline std::string read(Client::Ws& ws, error_code& error) {
  beast::flat_buffer buffer;
  ws.read(buffer, error);
  return beast::buffers_to_string(buffer.data());
}

inline std::string read(Client::Ws& ws) {
  error_code error;
  const std::string text = read(ws, error);
  REQUIRE_MESSAGE(!error, error.message());
  return text;
}

}  // namespace presenced::fake_slack
