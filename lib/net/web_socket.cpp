#include "net/web_socket.h"

#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/error.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <optional>
#include <utility>

#include "net/private/channel.h"
#include "net/private/deadline.h"
#include "net/private/dial.h"
#include "net/private/failure.h"
#include "net/url.h"

namespace presenced::net {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;
using history::EndReason;

// Beast finds this one by the type of the channel and calls it after the closing handshake or a breach of protocol.
template <class Handler>
void async_teardown(boost::beast::role_type, Channel& channel, Handler&& handler) {
  channel.async_end(std::forward<Handler>(handler));
}

namespace {

// The buffer of a reader keeps this much between messages; what one huge message needed is given back.
constexpr std::size_t kKeptBufferBytes = 256 * 1024;

}  // namespace

// Alive as long as any operation of its stream is under way. Beast's own time-outs stay off (its idle time-out does
// not count the peer's pings): `deadline_` and `write_deadline_` are the only owners of time.
class WebSocket::Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(asio::io_context& loop, WebSocketRequest request, WebSocketHandlers handlers)
      : executor_(loop.get_executor()),
        request_(std::move(request)),
        handlers_(std::make_shared<WebSocketHandlers>(std::move(handlers))),
        deadline_(executor_),
        write_deadline_(executor_) {}

  void begin(const TlsContext& tls) {
    auto url = parse_url(request_.url.reveal());
    if (!url) return finish(EndReason::protocol_error, url.error());
    if (!url.value().web_socket()) return finish(EndReason::protocol_error, "the url is not a WebSocket url");
    if (const auto fault = fault_in(request_.headers); !fault.empty()) return finish(EndReason::protocol_error, fault);
    auto proxy = proxy_for(url.value(), request_.proxies);
    stream_.emplace(executor_, tls, std::move(url.value()), std::move(proxy), request_.close_limit);
    configure();
    within(deadline_, request_.limit,
           [](Connection& self) { self.finish(self.channel().timed_out(self.request_.limit)); });
    const std::shared_ptr<Channel> channel(shared_from_this(), &stream_->next_layer());
    dial(channel, request_.limit, [self = shared_from_this()](std::optional<Failure> failure) {
      if (self->over_) return;
      if (failure) return self->finish(std::move(*failure));
      self->upgrade();
    });
  }

  void drop() {
    over_ = true;
    handlers_.reset();
    release();
  }

  void send(std::string text) {
    if (over_ || closing_) return;
    outbox_bytes_ += text.size();
    outbox_.push_back(std::move(text));
    if (outbox_bytes_ > kMaxOutboxBytes)
      return finish(EndReason::timeout, "the peer does not read: more than 1 MiB is waiting to be sent");
    if (open_ && outbox_.size() == 1) write();
  }

  void hold() { held_ = true; }

  void read_on() {
    if (!std::exchange(held_, false) || reading_ || !open_ || over_ || closing_) return;
    read();
  }

  void close() {
    if (over_ || closing_) return;
    if (!open_) return finish(EndReason::shutdown, "closed before it was open");
    bound_the_end();
    if (outbox_.size() > 1) outbox_.erase(outbox_.begin() + 1, outbox_.end());  // the first one is being written
    stream_->async_close(websocket::close_code::normal, [self = shared_from_this()](error_code error) {
      if (error) return self->ended(error);
      self->finish(EndReason::peer_closed, "closed by the closing handshake");
    });
  }

 private:
  // Compiled without permessage-deflate.
  using Stream = websocket::stream<Channel, false>;

  void configure() {
    stream_->set_option(websocket::stream_base::timeout{websocket::stream_base::none(), websocket::stream_base::none(),
                                                        /*keep_alive_pings=*/false});
    stream_->set_option(websocket::stream_base::decorator([this](websocket::request_type& upgrade) {
      upgrade.set(boost::beast::http::field::user_agent, "presenced");
      for (const auto& [name, value] : request_.headers) upgrade.set(name, value);
    }));
    stream_->read_message_max(kMaxMessageBytes);
    stream_->auto_fragment(false);  // one message, one frame: not every server expects fragments from a client
    stream_->text(true);
    stream_->control_callback(
        [this](websocket::frame_type kind, boost::beast::string_view) { got_control_frame(kind); });
  }

  void upgrade() {
    channel().step = Step::upgrade;
    const auto& url = channel().url();
    stream_->async_handshake(response_, host_header(url), url.target, [self = shared_from_this()](error_code error) {
      if (self->over_) return;
      self->deadline_.disarm();
      if (error) return self->finish(self->refused(error));
      self->opened();
    });
  }

  Failure refused(const error_code& error) {
    const auto status = response_.result_int();
    if (error.category() == websocket::make_error_code(websocket::error::closed).category() && status != 101)
      return {EndReason::network_error, "HTTP " + std::to_string(status) + " instead of the WebSocket upgrade"};
    return channel().explain(error);
  }

  void opened() {
    channel().step = Step::session;
    open_ = true;
    if (!outbox_.empty()) write();
    if (!held_) read();
    tell([](WebSocketHandlers& handlers) { handlers.on_open(); });
  }

  // One reader for the life of the stream.
  void read() {
    reading_ = true;
    stream_->async_read(buffer_, [self = shared_from_this()](error_code error, std::size_t) {
      if (error) return self->ended(error);
      self->got_message();
    });
  }

  void got_message() {
    if (over_) return;
    if (stream_->got_text()) {
      const auto bytes = buffer_.cdata();
      const std::string_view text(static_cast<const char*>(bytes.data()), bytes.size());
      tell([text](WebSocketHandlers& handlers) { handlers.on_frame(text); });
    } else {
      tell([](WebSocketHandlers& handlers) { handlers.on_life(); });
    }
    buffer_.consume(buffer_.size());
    if (buffer_.capacity() > kKeptBufferBytes) buffer_.shrink_to_fit();
    reading_ = false;  // not before: whoever is told may let the socket go
    if (!over_ && !held_) read();
  }

  void got_control_frame(websocket::frame_type kind) {
    if (over_) return;
    if (kind != websocket::frame_type::close) {
      tell([](WebSocketHandlers& handlers) { handlers.on_life(); });
      return;
    }
    peer_said_close_ = true;
    if (!closing_) bound_the_end();
  }

  // One writer at a time: the front of the outbox is what is being written.
  void write() {
    within(write_deadline_, request_.write_limit, [](Connection& self) {
      self.finish(EndReason::timeout,
                  "the peer does not read: a frame was not sent within " + text_of(self.request_.write_limit));
    });
    stream_->async_write(asio::buffer(outbox_.front()), [self = shared_from_this()](error_code error, std::size_t) {
      self->write_deadline_.disarm();
      if (error) return self->ended(error);
      self->outbox_bytes_ -= self->outbox_.front().size();
      self->outbox_.pop_front();
      if (!self->over_ && !self->closing_ && !self->outbox_.empty()) self->write();
    });
  }

  // From now on the closing handshake is under way.
  void bound_the_end() {
    closing_ = true;
    within(deadline_, request_.close_limit, [](Connection& self) {
      // The frame may have come without the connection ending after it; close_op does not call the control callback.
      if (self.peer_said_close_ || self.stream_->reason().code != websocket::close_code::none)
        return self.finish(EndReason::peer_closed, self.close_frame_text());
      self.finish(EndReason::timeout,
                  "no answer to the closing handshake within " + text_of(self.request_.close_limit));
    });
  }

  // Any operation on the open stream failed, or the other side closed.
  void ended(const error_code& error) {
    if (over_) return;
    if (error == websocket::error::closed) return finish(EndReason::peer_closed, close_frame_text());
    // Beast tells the first operation what happened and the others that they were aborted: wait for the one that
    // knows. Our own ends do not come here, they have set over_.
    if (error == asio::error::operation_aborted) return;
    finish(channel().explain(error));
  }

  std::string close_frame_text() {
    const auto code = stream_->reason().code;  // not the text: who knows what the other side puts there
    return code == websocket::close_code::none ? "closed by a close frame without a code"
                                               : "closed by a close frame with code " + std::to_string(code);
  }

  void finish(Failure failure) { finish(failure.reason, std::move(failure.detail)); }

  void finish(EndReason reason, std::string detail) {
    if (over_) return;
    over_ = true;
    release();
    asio::post(executor_, [self = shared_from_this(), reason, text = std::move(detail)]() mutable {
      const auto handlers = std::exchange(self->handlers_, nullptr);
      if (handlers) handlers->on_closed(reason, std::move(text));
    });
  }

  void release() {
    deadline_.disarm();
    write_deadline_.disarm();
    if (stream_) channel().close();
  }

  // The local owner keeps the handlers alive while one of them runs and destroys the WebSocket.
  template <class Call>
  void tell(Call call) {
    if (const auto handlers = handlers_) call(*handlers);
  }

  template <class Expired>
  void within(Deadline& deadline, base::Millis limit, Expired expired) {
    deadline.arm(limit, [weak = weak_from_this(), expired = std::move(expired)] {
      if (const auto self = weak.lock()) expired(*self);
    });
  }

  Channel& channel() { return stream_->next_layer(); }

  asio::any_io_executor executor_;
  WebSocketRequest request_;
  std::shared_ptr<WebSocketHandlers> handlers_;  // empty once dropped, or told of the end
  Deadline deadline_;                            // of the way up, then of the end
  Deadline write_deadline_;
  std::optional<Stream> stream_;  // empty only where the url was refused
  websocket::response_type response_;
  boost::beast::flat_buffer buffer_;
  std::deque<std::string> outbox_;
  std::size_t outbox_bytes_ = 0;
  bool open_ = false;             // the upgrade is done
  bool held_ = false;             // nothing more is to be read
  bool reading_ = false;          // a read is under way, or what it brought is being told
  bool peer_said_close_ = false;  // the reader saw a close frame
  bool closing_ = false;          // the closing handshake is under way
  bool over_ = false;             // ended or dropped: nothing that still returns from the network matters
};

WebSocket::WebSocket(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}
WebSocket::~WebSocket() { connection_->drop(); }

std::unique_ptr<WebSocket> WebSocket::start(asio::io_context& loop, const TlsContext& tls, WebSocketRequest request,
                                            WebSocketHandlers handlers) {
  auto connection = std::make_shared<Connection>(loop, std::move(request), std::move(handlers));
  connection->begin(tls);
  return std::unique_ptr<WebSocket>(new WebSocket(std::move(connection)));
}

void WebSocket::send(std::string text) { connection_->send(std::move(text)); }
void WebSocket::hold() { connection_->hold(); }
void WebSocket::release() { connection_->read_on(); }
void WebSocket::close() { connection_->close(); }

}  // namespace presenced::net
