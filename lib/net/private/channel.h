// One TCP connection, direct or through a proxy, with TLS on it or (loopback only) without: one type for both, so that
// HTTP and WebSocket are compiled once. A stream as Asio's and Beast's composed operations want it. Private to lib/net.
//
// It knows no time limit except the one of its own tear-down; whoever owns it closes it when time is up.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <optional>
#include <string>
#include <utility>

#include "base/time.h"
#include "net/private/deadline.h"
#include "net/private/failure.h"
#include "net/proxy.h"
#include "net/tls.h"
#include "net/url.h"

namespace presenced::net {

class Channel {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  using executor_type = boost::asio::any_io_executor;
  using next_layer_type = Socket;  // what Beast takes for the lowest layer

  // `proxy`: empty for a direct connection. `teardown_limit`: how long the other side may take to end TLS and TCP after
  // the last byte of ours.
  Channel(executor_type executor, const TlsContext& tls, Url url, std::optional<Proxy> proxy,
          base::Millis teardown_limit);

  executor_type get_executor() { return tls_.get_executor(); }
  Socket& next_layer() { return tls_.next_layer(); }
  boost::asio::ssl::stream<Socket>& tls() { return tls_; }
  const Url& url() const { return url_; }
  const std::optional<Proxy>& proxy() const { return proxy_; }
  // Whom TCP leads to.
  const std::string& dialled_host() const { return proxy_ ? proxy_->host : url_.host; }
  std::uint16_t dialled_port() const { return proxy_ ? proxy_->port : url_.port; }

  Step step = Step::look_up;  // kept by whoever drives it, for messages

  // The handlers get (error_code, bytes). Completion tokens are not taken: composed operations pass handlers.
  template <class Buffers, class Handler>
  void async_read_some(const Buffers& buffers, Handler&& handler) {
    if (url_.tls())
      tls_.async_read_some(buffers, std::forward<Handler>(handler));
    else
      next_layer().async_read_some(buffers, std::forward<Handler>(handler));
  }
  template <class Buffers, class Handler>
  void async_write_some(const Buffers& buffers, Handler&& handler) {
    if (url_.tls())
      tls_.async_write_some(buffers, std::forward<Handler>(handler));
    else
      next_layer().async_write_some(buffers, std::forward<Handler>(handler));
  }

  // Ends TLS in order, for teardown_limit at most, then closes; the handler gets (error_code{}) in any case: that the
  // other side had no manners must not hide why the connection ended. Nothing else may be reading or writing.
  template <class Handler>
  void async_end(Handler&& handler) {
    if (!url_.tls()) {
      close();
      boost::asio::post(get_executor(),
                        [h = std::forward<Handler>(handler)]() mutable { h(boost::system::error_code{}); });
      return;
    }
    end_deadline_.arm(teardown_limit_, [this] { close(); });
    tls_.async_shutdown([this, h = std::forward<Handler>(handler)](boost::system::error_code) mutable {
      close();
      h(boost::system::error_code{});
    });
  }

  // Drops the connection at once; what is under way ends with operation_aborted. It cannot be opened again.
  void close();
  bool closed() const { return closed_; }

  // For a connection just made: no delay for small frames, and the kernel's own watch over the other side.
  void tune();

  // Tells OpenSSL whom to expect (and the server who is meant). False: OpenSSL refused.
  bool expect_host();

  // In terms of `step`; until the connection stands, the proxy is named.
  Failure explain(const boost::system::error_code& error);
  Failure timed_out(base::Millis limit);
  Failure through_proxy(Failure failure) const;

 private:
  Url url_;
  std::optional<Proxy> proxy_;
  boost::asio::ssl::stream<Socket> tls_;  // without TLS only its socket is used
  base::Millis teardown_limit_;
  Deadline end_deadline_;
  bool closed_ = false;
};

}  // namespace presenced::net
