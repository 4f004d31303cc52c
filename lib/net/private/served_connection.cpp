#include "net/private/served_connection.h"

#include <sys/socket.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <utility>

#include "net/private/failure.h"

namespace presenced::net {
namespace {

namespace http = boost::beast::http;
using boost::system::error_code;

// What the client did wrong; status 0: it said nothing at all, or its connection broke.
HttpAnswer refusal(const error_code& error, const HttpServerSettings& settings) {
  if (error == http::error::end_of_stream) return {.status = 0};
  if (error == http::error::header_limit || error == http::error::buffer_overflow)
    return http_error(431, "the head of the request is larger than " + std::to_string(settings.head_bytes) + " bytes");
  if (error == http::error::body_limit)
    return http_error(413, "the body of the request is larger than " + std::to_string(settings.body_bytes) + " bytes");
  if (error == http::error::partial_message) return http_error(400, "the request is incomplete");
  if (error.category() == http::make_error_code(http::error::bad_version).category())
    return http_error(400, "not a request in HTTP/1.1: " + error.message());
  return {.status = 0};
}

}  // namespace

ServedConnection::ServedConnection(Socket socket, const HttpServerSettings& settings, const HttpHandler& handler,
                                   std::function<void(ServedConnection&)> ended)
    : socket_(std::move(socket)),
      settings_(settings),
      handler_(handler),
      ended_(std::move(ended)),
      deadline_(socket_.get_executor()),
      buffer_(settings.head_bytes + settings.body_bytes) {
  parser_.header_limit(static_cast<std::uint32_t>(settings.head_bytes));
  parser_.body_limit(settings.body_bytes);
}

void ServedConnection::begin() {
  deadline_.arm(settings_.question, [this] {
    answer(http_error(408, "the request did not arrive within " + text_of(settings_.question)));
  });
  http::async_read(socket_, buffer_, parser_,
                   [self = shared_from_this()](const error_code& error, std::size_t) { self->question_read(error); });
}

void ServedConnection::drop() {
  ended_ = nullptr;
  close();
}

void ServedConnection::question_read(const error_code& error) {
  if (closed_ || answered_) return;
  if (!error) return ask();
  HttpAnswer refused = refusal(error, settings_);
  if (refused.status == 0) return close();
  answer(std::move(refused));
}

void ServedConnection::ask() {
  deadline_.arm(settings_.answer, [this] {
    answer(http_error(504, "no answer within " + text_of(settings_.answer) + "; the request may still be carried out"));
  });
  auto& request = parser_.get();
  HttpQuestion question{request.method_string(), request.target(), std::move(request.body()), peer_uid()};
  for (const auto& field : request) question.headers.emplace_back(field.name_string(), field.value());
  handler_(std::move(question), [weak = weak_from_this()](HttpAnswer given) {
    if (const auto self = weak.lock()) self->answer(std::move(given));
  });
}

std::optional<uid_t> ServedConnection::peer_uid() {
  error_code error;
  const auto local = socket_.local_endpoint(error);
  if (error || local.protocol().family() != AF_UNIX) return std::nullopt;
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(socket_.native_handle(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return std::nullopt;
  return peer.uid;
}

void ServedConnection::answer(HttpAnswer answer) {
  if (closed_ || std::exchange(answered_, true)) return;
  answer_ = std::move(answer);
  response_.version(11);
  response_.result(static_cast<unsigned>(answer_.status));
  response_.set(http::field::content_type, answer_.content_type);
  response_.set(http::field::cache_control, "no-store");
  response_.set(http::field::connection, "close");
  if (!answer_.allow.empty()) response_.set(http::field::allow, answer_.allow);
  for (const Headers* fields : {&settings_.headers, &std::as_const(answer_.headers)})
    for (const auto& [name, value] : *fields) response_.set(name, value);
  const std::string_view body = answer_.shared.bytes.empty() ? answer_.body : answer_.shared.bytes;
  if (!answer_.stream && answer_.status != 304) response_.content_length(body.size());
  if (parser_.get().method() == http::verb::head)
    answer_.stream = nullptr;
  else if (!answer_.stream)
    response_.body() = {body.data(), body.size()};
  deadline_.arm(settings_.delivery, [this] { close(); });
  http::async_write(socket_, response_, [self = shared_from_this()](const error_code& error, std::size_t) {
    if (self->closed_) return;
    if (error && error != http::error::end_of_stream) return self->close();
    self->answer_written();
  });
}

void ServedConnection::answer_written() {
  answer_.shared = {};
  if (!answer_.stream) return say_farewell();
  deadline_.disarm();
  streaming_ = true;
  pass_over();  // notices the end of the client
  std::exchange(answer_.stream, nullptr)(HttpStream(weak_from_this()));
}

void ServedConnection::send_piece(std::shared_ptr<const std::string> piece) {
  if (!streams() || stream_ends_) return;
  if (pieces_.size() >= settings_.stream_pieces) return close();
  pieces_.push_back(std::move(piece));
  if (pieces_.size() == 1) write_piece();
}

void ServedConnection::write_piece() {
  deadline_.arm(settings_.delivery, [this] { close(); });
  boost::asio::async_write(socket_, boost::asio::buffer(*pieces_.front()),
                           [self = shared_from_this()](const error_code& error, std::size_t) {
                             if (self->closed_) return;
                             if (error) return self->close();
                             self->deadline_.disarm();
                             self->pieces_.pop_front();
                             if (!self->pieces_.empty()) return self->write_piece();
                             if (self->stream_ends_) self->say_farewell();
                           });
}

void ServedConnection::end_stream() {
  if (!streams() || std::exchange(stream_ends_, true)) return;
  if (pieces_.empty()) say_farewell();
}

// Our side is ended; what the client still sends is passed over until it ends its side as well.
void ServedConnection::say_farewell() {
  error_code gone;
  socket_.shutdown(Socket::shutdown_send, gone);
  if (gone) return close();
  deadline_.arm(settings_.farewell, [this] { close(); });
  if (std::exchange(streaming_, false)) return;  // is passed over already
  socket_.cancel(gone);                          // a question that was refused for its slowness is still being read
  pass_over();
}

void ServedConnection::pass_over() {
  socket_.async_read_some(boost::asio::buffer(passed_over_),
                          [self = shared_from_this()](const error_code& error, std::size_t) {
                            if (self->closed_) return;
                            if (error) return self->close();
                            self->pass_over();
                          });
}

void ServedConnection::close() {
  if (std::exchange(closed_, true)) return;
  deadline_.disarm();
  error_code ignored;  // nothing depends on it
  socket_.close(ignored);
  if (const auto ended = std::exchange(ended_, nullptr)) ended(*this);
}

}  // namespace presenced::net
