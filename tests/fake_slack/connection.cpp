#include "fake_slack/connection.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>
#include <deque>
#include <sstream>
#include <string>
#include <utility>

#include "fake_slack/http_form.h"
#include "fake_slack/http_messages.h"
#include "fake_slack/server_stream.h"

namespace presenced::fake_slack {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using boost::system::error_code;

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);

class ServerConnection final : public Connection, public std::enable_shared_from_this<ServerConnection> {
 public:
  ServerConnection(asio::ip::tcp::socket socket, asio::ssl::context& context, bool tls, ConnectionHost& host)
      : host_(host),
        ws_(ServerStream(std::move(socket), context, tls)),
        delay_(ws_.get_executor()),
        ping_(ws_.get_executor()) {}

  void start() {
    const auto self = shared_from_this();
    asio::co_spawn(ws_.get_executor(), run(self), [](std::exception_ptr failure) {
      if (failure) std::rethrow_exception(failure);  // a bug of the fake: ends the program
    });
  }

  void carry_out(Output output) override {
    if (held_) return;
    outbox_.push_back(std::move(output));
    if (open_ && !writing_) write_next();
  }

  void abort() override {
    error_code ignored;  // it may have ended by itself
    tcp().close(ignored);
    delay_.cancel();
    ping_.cancel();
  }

 private:
  ServerStream& stream() { return ws_.next_layer(); }
  asio::ip::tcp::socket& tcp() { return stream().next_layer(); }

  // Nothing is read or written any more, but TCP stays open.
  void hold() {
    held_ = true;
    error_code ignored;
    tcp().cancel(ignored);
    ping_.cancel();
  }

  void reset() {
    error_code ignored;  // the client may have been faster
    tcp().set_option(asio::socket_base::linger(true, 0), ignored);
    abort();
  }

  void fin() {
    error_code ignored;
    tcp().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  }

  static asio::awaitable<void> run(std::shared_ptr<ServerConnection> self) {
    co_await self->converse();
    if (!self->held_) {
      self->abort();
      self->host_.finished(*self);
    }
  }

  asio::awaitable<void> converse() {
    if (host_.strikes(NetworkFault::reset_on_accept)) co_return reset();
    if (host_.strikes(NetworkFault::hold_on_accept)) co_return hold();
    if (stream().tls()) {
      if (host_.strikes(NetworkFault::hold_handshake)) co_return co_await begin_handshake();
      auto [error] = co_await stream().tls_layer().async_handshake(asio::ssl::stream_base::server, kToken);
      if (error) co_return;  // the client did not like our certificate, or left
    }
    beast::flat_buffer buffer;
    for (bool more = true; more;) {
      Request request;
      auto [error, bytes] = co_await http::async_read(stream(), buffer, request, kToken);
      if (error) co_return;
      if (websocket::is_upgrade(request)) co_return co_await serve_socket(std::move(request));
      more = co_await answer_call(std::move(request));
    }
  }

  asio::awaitable<void> begin_handshake() {
    std::string hello(1024, '\0');
    co_await tcp().async_read_some(asio::buffer(hello), kToken);
    const std::string record_head("\x16\x03\x03\x00\x7a\x02", 6);  // a handshake record of 122 bytes, a ServerHello
    co_await asio::async_write(tcp(), asio::buffer(record_head), kToken);
    hold();
  }

  asio::awaitable<bool> answer_call(Request request) {
    if (host_.strikes(NetworkFault::hold_answer)) {
      hold();
      co_return false;
    }
    if (host_.strikes(NetworkFault::reset_answer)) {
      reset();
      co_return false;
    }
    const HttpAnswer answer = ask_model(request);
    host_.pump();
    if (answer.delay > base::Millis{0}) {
      delay_.expires_after(answer.delay);
      co_await delay_.async_wait(kToken);
    }
    Response response = response_for(answer, request, date());
    if (host_.strikes(NetworkFault::cut_answer)) {
      co_await write_half(std::move(response));
      co_return false;
    }
    auto [error, bytes] = co_await http::async_write(stream(), response, kToken);
    co_return !error && response.keep_alive();
  }

  HttpAnswer ask_model(const Request& request) {
    const HttpRequestHead head = head_of(request);
    Model& model = host_.model();
    note_http_breaches(head, model.rulebook());
    note_tokens_in_url(head.target, model.api().tokens().texts(), model.rulebook());
    return model.http(host_.now(), call_of(head, request.body()));
  }

  base::WallTime date() { return host_.now().wall + host_.model().clock_ahead(); }

  asio::awaitable<void> write_half(Response response) {
    std::ostringstream text;
    text << response;
    const std::string half = text.str().substr(0, text.str().size() / 2);
    co_await asio::async_write(stream(), asio::buffer(half), kToken);
    fin();
  }

  // ---- the WebSocket ----
  asio::awaitable<void> serve_socket(Request request) {
    if (host_.strikes(NetworkFault::hold_upgrade)) co_return hold();
    const bool held_after_close = host_.strikes(NetworkFault::hold_after_close);
    if (held_after_close) stream().hold_after_close();
    const std::string cookie = cookie_value(std::string(request[http::field::cookie]), "d");
    const std::string target(request.target());
    note_tokens_in_url(target, host_.model().api().tokens().texts(), host_.model().rulebook());
    const Model::Upgrade upgrade = host_.model().upgrade(host_.now(), target, cookie);
    if (upgrade.status != 101) co_return co_await refuse_upgrade(std::move(request), upgrade.status);
    socket_ = upgrade.socket;
    host_.attach(socket_, *this);
    host_.pump();  // hello, most often: it waits in the outbox until the handshake is done
    websocket::stream_base::timeout limits{std::chrono::seconds(10), websocket::stream_base::none(), false};
    ws_.set_option(limits);
    auto [error] = co_await ws_.async_accept(request, kToken);
    if (!error) {
      open_ = true;
      if (!outbox_.empty()) write_next();
      next_ping();
      co_await read_frames();
    }
    open_ = false;
    if (!held_) {
      host_.detach(socket_);
      host_.model().closed(host_.now(), socket_);
      host_.pump();
      if (held_after_close) hold();
    }
  }

  asio::awaitable<void> refuse_upgrade(Request request, int status) {
    HttpAnswer answer;
    answer.status = status;
    answer.content_type = "text/html";
    answer.body = "<html><body>no</body></html>";
    Response response = response_for(answer, request, date());
    response.keep_alive(false);
    co_await http::async_write(stream(), response, kToken);
  }

  asio::awaitable<void> read_frames() {
    for (;;) {
      beast::flat_buffer buffer;
      auto [error, bytes] = co_await ws_.async_read(buffer, kToken);
      if (error || held_) co_return;
      const std::string text = beast::buffers_to_string(buffer.data());
      if (ws_.got_text()) {
        host_.model().frame_in(host_.now(), socket_, text);
      } else {
        host_.model().binary_in(host_.now(), socket_);
      }
      host_.pump();
    }
  }

  // The handler of whatever is written.
  auto then_next() {
    return [self = shared_from_this()](error_code error, auto&&...) {
      if (error) self->outbox_.clear();  // the reader learns of the end as well, and ends it
      self->write_next();
    };
  }

  // One thing at a time, in order; each starts the next when it is done.
  void write_next() {
    if (held_ || !open_ || outbox_.empty()) {
      writing_ = false;
      return;
    }
    writing_ = true;
    current_ = std::move(outbox_.front());
    outbox_.pop_front();
    switch (current_.deed) {
      case Deed::text:
      case Deed::binary:
        return write_message();
      case Deed::premade:
        // Past Beast. Nothing of its own is under way: pings are turned off by whoever sends these.
        return asio::async_write(stream(), asio::buffer(current_.payload), then_next());
      case Deed::close:
        return ws_.async_close(websocket::close_reason(current_.code), then_next());
      case Deed::close_and_linger:
        return write_raw(close_frame(current_.code));
      case Deed::stall:
        return hold();
      case Deed::reset:
        return reset();
      case Deed::fin:
        return fin();
    }
  }

  void write_message() {
    if (host_.strikes(NetworkFault::hold_mid_frame)) return write_raw(half_a_message(current_.payload));
    ws_.binary(current_.deed == Deed::binary);
    ws_.async_write(asio::buffer(current_.payload), then_next());
  }

  // Past Beast: bytes of our own making, after which the connection is held.
  void write_raw(std::string bytes) {
    current_.payload = std::move(bytes);
    asio::async_write(stream(), asio::buffer(current_.payload),
                      [self = shared_from_this()](error_code, std::size_t) { self->hold(); });
  }

  void next_ping() {
    const Pings pings = host_.pings(socket_);
    if (pings.interval <= base::Millis{0} || held_ || !open_) return;
    ping_.expires_after(pings.interval);
    ping_.async_wait([self = shared_from_this(), pings](error_code error) {
      if (error || self->held_ || !self->open_) return;
      self->ws_.async_ping(websocket::ping_data(pings.text.data(), pings.text.size()), [self](error_code failed) {
        if (!failed) self->next_ping();
      });
    });
  }

  ConnectionHost& host_;
  websocket::stream<ServerStream> ws_;
  asio::steady_timer delay_;
  asio::steady_timer ping_;
  SocketId socket_{};
  bool open_ = false;  // the upgrade is done and the WebSocket not over
  bool held_ = false;
  bool writing_ = false;
  Output current_;  // what is being written
  std::deque<Output> outbox_;
};

}  // namespace

std::shared_ptr<Connection> serve(asio::ip::tcp::socket socket, asio::ssl::context& context, bool tls,
                                  ConnectionHost& host) {
  auto connection = std::make_shared<ServerConnection>(std::move(socket), context, tls, host);
  connection->start();
  return connection;
}

}  // namespace presenced::fake_slack
