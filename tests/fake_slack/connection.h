// One TCP connection to the fake Slack: TLS, then Web API requests, or one upgrade and the WebSocket after it.
// Everything here happens on the server's thread.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string_view>

#include "base/time.h"
#include "fake_slack/model.h"
#include "fake_slack/server.h"

namespace presenced::fake_slack {

class Connection;

// The WebSocket pings that a socket gets.
struct Pings {
  base::Millis interval{};  // 0: none
  std::string_view text;
};

// What a connection needs of the server that holds it.
class ConnectionHost {
 public:
  virtual Model& model() = 0;
  virtual base::Instant now() = 0;
  virtual void pump() = 0;                       // after each call to the model: hands out what it asks for
  virtual bool strikes(NetworkFault fault) = 0;  // whether this fault is due here; then it is used up
  virtual void attach(SocketId socket, Connection& connection) = 0;
  virtual void detach(SocketId socket) = 0;
  virtual void finished(Connection& connection) = 0;  // it may be forgotten
  virtual Pings pings(SocketId socket) const = 0;

 protected:
  ~ConnectionHost() = default;
};

class Connection {
 public:
  virtual ~Connection() = default;
  virtual void carry_out(Output output) = 0;
  virtual void abort() = 0;  // ends it now; what is pending completes soon
};

// Serves until the connection ends; `host` must outlive it, and owns it until it is `finished`.
std::shared_ptr<Connection> serve(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& context, bool tls,
                                  ConnectionHost& host);

}  // namespace presenced::fake_slack
