#include "unit/net/loopback_server.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <exception>
#include <sstream>
#include <utility>

namespace presenced::net::test {
namespace {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;
constexpr auto kWithError = asio::as_tuple(asio::use_awaitable);

struct Link {
  explicit Link(tcp::socket accepted) : socket(std::move(accepted)) {}
  tcp::socket socket;
  std::optional<ssl::stream<tcp::socket&>> tls;
};

ssl::context context_for(const Script& script) {
  ssl::context context(ssl::context::tls_server);
  context.use_certificate_chain(asio::buffer(script.certificate->chain_pem));
  context.use_private_key(asio::buffer(script.certificate->key_pem), ssl::context::pem);
  if (script.only_tls_1_1) {
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_1_VERSION);
    SSL_CTX_set_max_proto_version(context.native_handle(), TLS1_1_VERSION);
    SSL_CTX_set_cipher_list(context.native_handle(), "DEFAULT:@SECLEVEL=0");
  }
  return context;
}

// Reads and forgets until the client is gone.
template <class Stream>
asio::awaitable<void> absorb(Stream& stream) {
  char block[4096];
  for (;;) {
    auto [error, bytes] = co_await stream.async_read_some(asio::buffer(block), kWithError);
    if (error) co_return;
  }
}

std::string answer_to(const http::request<http::string_body>& request, std::string answer) {
  const std::string place = "{accept}";
  const auto at = answer.find(place);
  if (at == std::string::npos) return answer;
  websocket::detail::sec_ws_accept_type accept;
  websocket::detail::make_sec_ws_accept(accept, request[http::field::sec_websocket_key]);
  return answer.replace(at, place.size(), accept.data(), accept.size());
}

// A failure of a test's own server must not pass for the behaviour under test.
void fail_the_test(std::exception_ptr exception) {
  if (exception) std::rethrow_exception(exception);
}

}  // namespace

struct LoopbackServer::State : std::enable_shared_from_this<State> {
  State(asio::io_context& loop, Script wanted)
      : script(std::move(wanted)), acceptor(loop, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
    if (script.certificate) context.emplace(context_for(script));
  }

  Script script;
  Seen seen;
  std::optional<ssl::context> context;
  tcp::acceptor acceptor;
  std::vector<std::shared_ptr<Link>> links;

  static asio::awaitable<void> accept_all(std::shared_ptr<State> self) {
    for (;;) {
      auto [error, socket] = co_await self->acceptor.async_accept(kWithError);
      if (error) co_return;
      ++self->seen.connections;
      auto link = std::make_shared<Link>(std::move(socket));
      self->links.push_back(link);
      asio::co_spawn(self->acceptor.get_executor(), serve(self, link), fail_the_test);
    }
  }

  static asio::awaitable<void> serve(std::shared_ptr<State> self, std::shared_ptr<Link> link) {
    if (self->script.silence == Script::Silence::from_accept) {
      co_await absorb(link->socket);
    } else if (!self->context) {
      co_await converse(self, link->socket);
    } else {
      link->tls.emplace(link->socket, *self->context);
      auto [error] = co_await link->tls->async_handshake(ssl::stream_base::server, kWithError);
      if (!error) {
        ++self->seen.handshakes;
        co_await converse(self, *link->tls);
      }
    }
    ++self->seen.departures;
    if (!self->script.deaf) close(*link);
  }

  template <class Stream>
  static asio::awaitable<void> converse(std::shared_ptr<State> self, Stream& stream) {
    if (self->script.silence == Script::Silence::from_tls) co_return co_await absorb(stream);
    boost::beast::flat_buffer buffer;
    http::request_parser<http::string_body> parser;
    auto [error, bytes] = co_await http::async_read(stream, buffer, parser, kWithError);
    if (error) co_return;
    std::ostringstream text;
    text << parser.get();
    self->seen.requests.push_back(text.str());
    if (self->script.silence == Script::Silence::from_request) co_return co_await absorb(stream);
    if (!self->script.http_answer.empty()) {
      auto reply = answer_to(parser.get(), self->script.http_answer);
      co_await answer(stream, std::move(reply));
    } else {
      auto request = parser.release();
      co_await talk(self, stream, std::move(request));
    }
  }

  template <class Stream>
  static asio::awaitable<void> answer(Stream& stream, std::string text) {
    co_await asio::async_write(stream, asio::buffer(text), kWithError);
    if constexpr (!std::is_same_v<Stream, tcp::socket>) co_await stream.async_shutdown(kWithError);
  }

  template <class Stream>
  static asio::awaitable<void> talk(std::shared_ptr<State> self, Stream& stream,
                                    http::request<http::string_body> request) {
    websocket::stream<Stream&> socket(stream);
    auto [refused] = co_await socket.async_accept(request, kWithError);
    if (refused || self->script.deaf) co_return;
    for (;;) {
      boost::beast::flat_buffer buffer;
      auto [error, bytes] = co_await socket.async_read(buffer, kWithError);
      if (error) co_return;
      self->seen.messages.push_back(boost::beast::buffers_to_string(buffer.data()));
    }
  }

  static void close(Link& link) {
    error_code ignored;
    link.socket.close(ignored);
  }
};

LoopbackServer::LoopbackServer(asio::io_context& loop, Script script)
    : state_(std::make_shared<State>(loop, std::move(script))) {
  asio::co_spawn(loop, State::accept_all(state_), fail_the_test);
}

LoopbackServer::~LoopbackServer() { stop(); }

std::uint16_t LoopbackServer::port() const { return state_->acceptor.local_endpoint().port(); }

std::string LoopbackServer::url(const std::string& scheme, const std::string& host) const {
  return scheme + "://" + host + ":" + std::to_string(port()) + "/path/s3cret?query=s3cret";
}

const Seen& LoopbackServer::seen() const { return state_->seen; }

void LoopbackServer::push(std::string bytes) {
  const auto link = state_->links.back();
  const auto data = std::make_shared<std::string>(std::move(bytes));
  const auto written = [link, data](error_code, std::size_t) {};  // the client may be gone: that is its test's business
  if (link->tls)
    asio::async_write(*link->tls, asio::buffer(*data), written);
  else
    asio::async_write(link->socket, asio::buffer(*data), written);
}

void LoopbackServer::push_below_tls(std::string bytes) {
  const auto link = state_->links.back();
  const auto data = std::make_shared<std::string>(std::move(bytes));
  asio::async_write(link->socket, asio::buffer(*data), [link, data](error_code, std::size_t) {});
}

void LoopbackServer::send_fin() { state_->links.back()->socket.shutdown(tcp::socket::shutdown_send); }

void LoopbackServer::reset() {
  auto& socket = state_->links.back()->socket;
  socket.set_option(asio::socket_base::linger(true, 0));
  socket.close();
}

void LoopbackServer::stop() {
  error_code ignored;
  state_->acceptor.close(ignored);
  for (const auto& link : state_->links) State::close(*link);
}

std::string frame(Opcode opcode, const std::string& payload) {
  const auto size = payload.size();
  std::string bytes(1, static_cast<char>(0x80 | static_cast<int>(opcode)));
  const auto put = [&](int width) {
    for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) bytes += static_cast<char>((size >> shift) & 0xff);
  };
  if (size < 126) {
    put(1);
  } else if (size < 65536) {
    bytes += static_cast<char>(126);
    put(2);
  } else {
    bytes += static_cast<char>(127);
    put(8);
  }
  return bytes + payload;
}

}  // namespace presenced::net::test
