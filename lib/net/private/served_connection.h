// One connection of the HTTP server, from its first byte to its last. Private to lib/net; see http_server.h.
#pragma once

#include <array>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/string_body.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "net/http_server.h"
#include "net/private/deadline.h"

namespace presenced::net {

// Kept alive by its own operations and by the server.
class ServedConnection : public std::enable_shared_from_this<ServedConnection> {
 public:
  using Socket = boost::asio::generic::stream_protocol::socket;

  // `ended` is called once, later than `begin`, when the connection is closed; not after `drop`. Settings and
  // handler belong to the server, which drops its connections before it goes.
  ServedConnection(Socket socket, const HttpServerSettings& settings, const HttpHandler& handler,
                   std::function<void(ServedConnection&)> ended);

  void begin();
  void drop();

  // Of an answer that is a stream; see HttpStream.
  bool streams() const { return streaming_ && !closed_; }
  void send_piece(std::shared_ptr<const std::string> piece);
  void end_stream();

 private:
  void question_read(const boost::system::error_code& error);
  void ask();
  std::optional<uid_t> peer_uid();
  void answer(HttpAnswer answer);
  void answer_written();
  void write_piece();
  void say_farewell();
  void pass_over();
  void close();

  Socket socket_;
  const HttpServerSettings& settings_;
  const HttpHandler& handler_;
  std::function<void(ServedConnection&)> ended_;
  Deadline deadline_;  // of the phase it is in
  boost::beast::flat_buffer buffer_;
  boost::beast::http::request_parser<boost::beast::http::string_body> parser_;
  HttpAnswer answer_;
  boost::beast::http::response<boost::beast::http::span_body<const char>> response_;  // its body is of answer_
  std::deque<std::shared_ptr<const std::string>> pieces_;  // of the stream, the first one being written
  std::array<char, 4096> passed_over_{};
  bool answered_ = false;
  bool streaming_ = false;
  bool stream_ends_ = false;  // after pieces_
  bool closed_ = false;
};

}  // namespace presenced::net
