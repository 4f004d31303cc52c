// One type for both kinds of connection, so that Beast's templates are instantiated once: TLS, or the TCP below it.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/websocket/teardown.hpp>
#include <utility>

namespace presenced::fake_slack {

class ServerStream {
 public:
  using Tcp = boost::asio::ip::tcp::socket;
  using next_layer_type = Tcp;
  using executor_type = Tcp::executor_type;

  ServerStream(Tcp socket, boost::asio::ssl::context& context, bool tls)
      : stream_(std::move(socket), context), tls_(tls) {}

  executor_type get_executor() { return stream_.get_executor(); }
  Tcp& next_layer() { return stream_.next_layer(); }
  const Tcp& next_layer() const { return stream_.next_layer(); }
  boost::asio::ssl::stream<Tcp>& tls_layer() { return stream_; }
  bool tls() const { return tls_; }
  void hold_after_close() { held_after_close_ = true; }  // the end of the WebSocket does not end TLS and TCP

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    if (tls_) return stream_.async_read_some(buffers, std::forward<Token>(token));
    return stream_.next_layer().async_read_some(buffers, std::forward<Token>(token));
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    if (tls_) return stream_.async_write_some(buffers, std::forward<Token>(token));
    return stream_.next_layer().async_write_some(buffers, std::forward<Token>(token));
  }

  // Found by Beast when a WebSocket ends in order: close_notify where there is TLS, then the end of TCP.
  template <class Handler>
  friend void async_teardown(boost::beast::role_type role, ServerStream& stream, Handler&& handler) {
    using boost::beast::websocket::async_teardown;
    if (stream.held_after_close_)
      return boost::asio::post(stream.get_executor(), boost::beast::bind_front_handler(std::forward<Handler>(handler),
                                                                                       boost::system::error_code{}));
    if (stream.tls_) return stream.stream_.async_shutdown(std::forward<Handler>(handler));
    async_teardown(role, stream.next_layer(), std::forward<Handler>(handler));
  }

 private:
  boost::asio::ssl::stream<Tcp> stream_;
  bool tls_;
  bool held_after_close_ = false;
};

}  // namespace presenced::fake_slack
