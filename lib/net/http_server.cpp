#include "net/http_server.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "net/private/deadline.h"
#include "net/private/served_connection.h"
#include "net/private/unix_socket_file.h"

namespace presenced::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// No descriptors or memory for another connection: trying again at once would fail again, and take all of the loop.
constexpr base::Millis kAcceptAgain{100};

std::string quoted(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (byte < 0x20) {
      out += "\\u00";
      out += {kHex[byte >> 4], kHex[byte & 0xF]};
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace

HttpAnswer http_error(int status, std::string_view error) {
  HttpAnswer answer{.status = status};
  answer.body = "{\"error\": " + quoted(error) + "}\n";
  return answer;
}

std::optional<std::string_view> HttpQuestion::header(std::string_view name) const {
  const std::string wanted = base::ascii_lower(std::string(name));
  for (const auto& [field, value] : headers)
    if (base::ascii_lower(field) == wanted) return value;
  return std::nullopt;
}

bool HttpStream::open() const {
  const auto connection = connection_.lock();
  return connection && connection->streams();
}

void HttpStream::send(std::shared_ptr<const std::string> piece) const {
  if (const auto connection = connection_.lock()) connection->send_piece(std::move(piece));
}

void HttpStream::end() const {
  if (const auto connection = connection_.lock()) connection->end_stream();
}

class HttpServer::Listener : public std::enable_shared_from_this<Listener> {
 public:
  Listener(asio::io_context& loop, HttpServerSettings settings, HttpHandler handler)
      : acceptor(loop), again_(acceptor.get_executor()), settings_(std::move(settings)), handler_(std::move(handler)) {}

  Acceptor acceptor;
  std::optional<UnixSocketFile> file;
  std::uint16_t port = 0;

  void accept() {
    accepting_ = open_.size() < settings_.connections;
    if (!accepting_) return;
    acceptor.async_accept([self = shared_from_this()](const error_code& error, ServedConnection::Socket socket) {
      if (!self->acceptor.is_open()) return;
      if (!error) self->serve(std::move(socket));
      if (error && error != asio::error::connection_aborted) return self->accept_later();
      self->accept();
    });
  }

  void stop() {
    again_.disarm();
    error_code ignored;  // nothing depends on it
    acceptor.close(ignored);
    if (file) file->remove();
    for (const auto& [address, connection] : std::exchange(open_, {})) connection->drop();
  }

  std::size_t connections() const { return open_.size(); }

 private:
  void serve(ServedConnection::Socket socket) {
    auto connection = std::make_shared<ServedConnection>(std::move(socket), settings_, handler_,
                                                         [weak = weak_from_this()](ServedConnection& ended) {
                                                           if (const auto self = weak.lock()) self->ended(ended);
                                                         });
    open_.emplace(connection.get(), connection);
    connection->begin();
  }

  void ended(ServedConnection& connection) {
    open_.erase(&connection);
    if (!accepting_) accept();
  }

  void accept_later() {
    again_.arm(kAcceptAgain, [this] { accept(); });
  }

  Deadline again_;
  const HttpServerSettings settings_;
  HttpHandler handler_;
  std::map<ServedConnection*, std::shared_ptr<ServedConnection>> open_;
  bool accepting_ = false;
};

HttpServer::HttpServer(std::shared_ptr<Listener> listener) : listener_(std::move(listener)) { listener_->accept(); }
HttpServer::~HttpServer() { listener_->stop(); }

std::uint16_t HttpServer::port() const { return listener_->port; }
std::size_t HttpServer::connections() const { return listener_->connections(); }

base::Result<std::unique_ptr<HttpServer>, std::string> HttpServer::on_unix_socket(asio::io_context& loop,
                                                                                  const std::filesystem::path& path,
                                                                                  const base::SocketAccess& access,
                                                                                  HttpServerSettings settings,
                                                                                  HttpHandler handler) {
  auto listener = std::make_shared<Listener>(loop, std::move(settings), std::move(handler));
  auto file = UnixSocketFile::listen(listener->acceptor, path, access);
  if (!file) return file.error();
  listener->file = file.value();
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(listener)));
}

base::Result<std::unique_ptr<HttpServer>, std::string> HttpServer::on_tcp(asio::io_context& loop,
                                                                          const std::string& address,
                                                                          std::uint16_t port,
                                                                          HttpServerSettings settings,
                                                                          HttpHandler handler) {
  error_code error;
  const asio::ip::address ip = asio::ip::make_address(address, error);
  if (error) return "cannot listen on " + address + ": not an IPv4 or IPv6 address";
  const asio::ip::tcp::endpoint endpoint(ip, port);
  auto listener = std::make_shared<Listener>(loop, std::move(settings), std::move(handler));
  const auto refused = [&] {
    const std::string place = (ip.is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(port);
    if (error == asio::error::address_in_use)
      return "cannot listen on " + place + ": another program listens there; stop it, or name another port";
    return "cannot listen on " + place + ": " + error.message();
  };
  Acceptor& acceptor = listener->acceptor;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(Acceptor::max_listen_connections, error);
  if (error) return refused();
  asio::ip::tcp::endpoint bound;  // as the kernel gives it
  const auto given = acceptor.local_endpoint(error);
  if (error) return refused();
  bound.resize(given.size());
  std::copy_n(static_cast<const char*>(static_cast<const void*>(given.data())), given.size(),
              static_cast<char*>(static_cast<void*>(bound.data())));
  listener->port = bound.port();
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(listener)));
}

}  // namespace presenced::net
