// A small HTTP/1.1 server for questions from this machine: the control socket, metrics on loopback, and the web page.
//
// One question a connection: it is read, handed to the handler, answered, and the connection ends (`Connection: close`;
// what a client sends after its first question is not looked at). Nobody can hold it up: every phase of a connection
// has a time limit of its own, heads and bodies have a size limit, and beyond the bound of connections the next ones
// wait in the kernel's queue until one ends, which is a matter of seconds. Refused by itself, with the reason as
// {"error": "..."}: what is no HTTP (400), a head (431) or a body (413) that is too large, a question that comes too
// slowly (408) and an answer that does (504). Which paths and methods there are is the handler's business. An answer
// may also be a stream, which goes on for as long as the client reads it.
//
// Everything happens on the thread that runs the io_context, which must outlive the server.
#pragma once

#include <sys/types.h>

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "base/socket_access.h"
#include "base/time.h"
#include "net/headers.h"

namespace presenced::net {

struct HttpServerSettings {
  std::size_t connections = 64;
  std::size_t head_bytes = 8 * 1024;   // the request line and the header fields; curl sends some hundred bytes
  std::size_t body_bytes = 16 * 1024;  // a request names one person
  base::Millis question{5'000};        // from the connection to the last byte of the question, however it trickles
  base::Millis answer{300'000};   // for the handler; deleting a person's years takes seconds, on a slow disk minutes
  base::Millis delivery{5'000};   // until the client has taken the answer
  base::Millis farewell{1'000};   // for the client to end its side; closing over unread bytes would lose the answer
  std::size_t stream_pieces = 8;  // of a stream that its client has not taken yet; with more the client is dropped
  Headers headers = {};           // with every answer, also with those that the server gives by itself
};

struct HttpQuestion {
  std::string method;  // as it came, such as "GET"; at most head_bytes, like everything of the head
  std::string target;  // path and query, as they came
  std::string body;
  // The user at the other end of a Unix socket, when it connected (SO_PEERCRED); empty over TCP. A user who is not
  // mapped into our user namespace reads as the overflow id, 65534.
  std::optional<uid_t> peer_uid = {};
  Headers headers = {};  // as they came, and in their order

  // The value of the first field of this name, whatever its case; empty: there is none.
  std::optional<std::string_view> header(std::string_view name) const;
};

class ServedConnection;

// The body of an answer that goes on. A handle: copies are the same stream. For the loop's thread.
class HttpStream {
 public:
  explicit HttpStream(std::weak_ptr<ServedConnection> connection) : connection_(std::move(connection)) {}

  // False: the client is gone, as it is after end(). A client that takes nothing for the time limit of a delivery, or
  // leaves more pieces than the limit, is dropped.
  bool open() const;
  void send(std::shared_ptr<const std::string> piece) const;  // of no effect when it is not open
  void end() const;                                           // after what was sent

 private:
  std::weak_ptr<ServedConnection> connection_;
};

// Bytes that are not copied. `owner` keeps them alive; empty: they live as long as the program.
struct HttpBytes {
  std::string_view bytes;
  std::shared_ptr<const void> owner = {};
};

struct HttpAnswer {
  int status = 200;
  std::string content_type = "application/json";
  std::string body = {};
  std::string allow = {};  // for 405: the methods that there are
  Headers headers = {};    // further fields; they may replace Cache-Control, which is no-store
  HttpBytes shared = {};   // if there are any, the body instead of `body`
  // If set, the body is a stream: called once the head is on its way. Not for HEAD.
  std::function<void(HttpStream)> stream = {};
};

// Called once a question. It answers by calling `answer`, at once or later; what is said after the first time, after
// the time limit or after the client or the server has gone is of no effect. It must not throw, and may not destroy the
// server before it returns.
using HttpHandler = std::function<void(HttpQuestion question, std::function<void(HttpAnswer)> answer)>;

// {"error": "..."} with this status.
HttpAnswer http_error(int status, std::string_view error);

class HttpServer {
 public:
  // The error says what is wrong and what to do. A socket file that a dead daemon left is replaced; one on which
  // somebody answers is not, and neither is anything that is no socket. The process must be in the group of `access`.
  static base::Result<std::unique_ptr<HttpServer>, std::string> on_unix_socket(boost::asio::io_context& loop,
                                                                               const std::filesystem::path& path,
                                                                               const base::SocketAccess& access,
                                                                               HttpServerSettings settings,
                                                                               HttpHandler handler);
  // `address` is a number, IPv4 or IPv6. Whether it may be another one than loopback is for the configuration to say.
  // Port 0: the system chooses.
  static base::Result<std::unique_ptr<HttpServer>, std::string> on_tcp(boost::asio::io_context& loop,
                                                                       const std::string& address, std::uint16_t port,
                                                                       HttpServerSettings settings,
                                                                       HttpHandler handler);

  // Drops all connections, answered or not, and removes the socket file (if it is still the one it made).
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t port() const;       // of TCP, else 0
  std::size_t connections() const;  // that are open now

 private:
  class Listener;
  explicit HttpServer(std::shared_ptr<Listener> listener);
  std::shared_ptr<Listener> listener_;
};

}  // namespace presenced::net
