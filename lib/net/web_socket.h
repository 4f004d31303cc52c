// A WebSocket client: one connection from the dial to its one end.
//
// Everything happens on the thread that runs the io_context, which must outlive the WebSocket. Text messages only go
// out; permessage-deflate is not offered. It has no keep-alive of its own: whoever uses it decides after how much
// silence a session is dead, and what it is told for that is on_frame and on_life. What it bounds itself: the way up
// to on_open, every write, the outbox, and the end.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/secret.h"
#include "base/time.h"
#include "history/end_reason.h"
#include "net/headers.h"
#include "net/proxy.h"
#include "net/tls.h"

namespace presenced::net {

inline constexpr std::size_t kMaxMessageBytes = 8 * 1024 * 1024;  // a larger message ends with protocol_error
inline constexpr std::size_t kMaxOutboxBytes = 1024 * 1024;       // a larger backlog ends with timeout

struct WebSocketRequest {
  base::Secret url = {};  // ws or wss
  Headers headers = {};   // added to the upgrade: Cookie, User-Agent...
  ProxyRules proxies = {};
  base::Millis limit{10'000};        // for look-up, TCP, proxy, TLS and the upgrade together
  base::Millis write_limit{30'000};  // for each frame of ours, until the kernel has taken it
  base::Millis close_limit{1'000};   // for the closing handshake, whoever began it: Slack may leave TCP open
};

// All four are set. They are called from the loop, none from inside a member function of WebSocket, and none after its
// destructor. Any of them may destroy the WebSocket.
struct WebSocketHandlers {
  std::function<void()> on_open;                                   // the upgrade was answered with 101
  std::function<void(std::string_view)> on_frame;                  // one text message; the view lives for the call only
  std::function<void()> on_life;                                   // a ping, a pong or a binary message came
  std::function<void(history::EndReason, std::string)> on_closed;  // exactly once, last; the text holds no secret
};

// The reasons that on_closed gives:
//   peer_closed     a close frame, or the end of TCP (FIN) with or without TLS's close_notify; also when it answered
//                   our own closing handshake
//   network_error   reset, unreachable, name not found, a proxy or TLS refused, the upgrade answered with anything but
//   101 protocol_error  not HTTP, not WebSocket, not UTF-8, too large; or a url or header that cannot be sent timeout
//   a step took longer than its limit, or the other side does not read what we send shutdown        close() came before
//   on_open
class WebSocket {
 public:
  // Dials. A WebSocket connects once: for another attempt, make another.
  [[nodiscard]] static std::unique_ptr<WebSocket> start(boost::asio::io_context& loop, const TlsContext& tls,
                                                        WebSocketRequest request, WebSocketHandlers handlers);
  // Drops the connection at once, without callbacks.
  ~WebSocket();
  WebSocket(const WebSocket&) = delete;
  WebSocket& operator=(const WebSocket&) = delete;

  // One text message, sent in turn, as a single frame. Before on_open it waits; after close() or the end it is dropped.
  void send(std::string text);

  // Nothing is read from now on, so that TCP holds the other side back; the message that was being read may still come.
  // Before on_open it holds from the first message on. Sending goes on. An end of the other side's is noticed after
  // release(), behind all that it has sent. Each does nothing where it holds already, or does not.
  void hold();
  void release();

  // The closing handshake, bounded by close_limit; then on_closed. What was not yet being sent is dropped; messages
  // that come meanwhile may still be delivered. Calling it again, or after the end, does nothing.
  void close();

 private:
  class Connection;
  explicit WebSocket(std::shared_ptr<Connection> connection);
  std::shared_ptr<Connection> connection_;
};

}  // namespace presenced::net
