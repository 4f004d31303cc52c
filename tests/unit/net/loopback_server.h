// A server on 127.0.0.1 that behaves as a test wants it to: HTTPS, WebSocket over TLS, both without TLS, or nothing
// of the kind. It runs on the test's own loop; the test pushes bytes and ends connections by hand.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "unit/net/test_certificates.h"

namespace presenced::net::test {

struct Script {
  enum class Silence : std::uint8_t { none, from_accept, from_tls, from_request };

  std::optional<Certificate> certificate = {};  // empty: no TLS
  bool only_tls_1_1 = false;
  Silence silence = Silence::none;  // from then on it neither answers nor ends the connection
  // To every request, byte for byte, then the connection ends; "{accept}" becomes the answer to Sec-WebSocket-Key.
  // Empty: the request is upgraded to a WebSocket.
  std::string http_answer = {};
  bool deaf = false;  // after the 101 it reads no more
};

// What it saw, over all connections.
struct Seen {
  int connections = 0;
  int handshakes = 0;                 // TLS done
  int departures = 0;                 // the client's connection ended
  std::vector<std::string> requests;  // head and body
  std::vector<std::string> messages;
};

class LoopbackServer {
 public:
  LoopbackServer(boost::asio::io_context& loop, Script script);
  ~LoopbackServer();

  std::uint16_t port() const;
  std::string url(const std::string& scheme, const std::string& host = "localhost") const;  // with a path and a query
  const Seen& seen() const;

  // On the newest connection:
  void push(std::string bytes);  // as if it were the next thing to send
  void push_below_tls(std::string bytes);
  void send_fin();  // the end of TCP, with no word from TLS
  void reset();     // RST

  // Accepts no more and drops all connections.
  void stop();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

// A whole WebSocket frame as servers send it.
enum class Opcode : std::uint8_t { text = 1, binary = 2, close = 8, ping = 9, pong = 10 };
std::string frame(Opcode opcode, const std::string& payload);

}  // namespace presenced::net::test
