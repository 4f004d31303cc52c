#include "net/http_call.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>

#include "net/http_date.h"
#include "net/private/channel.h"
#include "net/private/deadline.h"
#include "net/private/dial.h"
#include "net/private/failure.h"
#include "net/url.h"

namespace presenced::net {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

// A connection used for one answer is dropped, not ended in order: there is nothing left to lose.
constexpr base::Millis kNoTeardown{0};

// `now`: by the server's clock. A date is as good as seconds only where that is known.
std::optional<std::chrono::seconds> retry_after(std::string_view text, std::optional<base::WallTime> now) {
  std::uint32_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (end == text.data() || end != text.data() + text.size()) {
    const auto date = http_date(text);
    if (!date || !now) return std::nullopt;
    return std::max(std::chrono::seconds{0}, std::chrono::ceil<std::chrono::seconds>(*date - *now));
  }
  if (error == std::errc::result_out_of_range) seconds = std::numeric_limits<std::uint32_t>::max();
  return std::chrono::seconds{seconds};
}

constexpr int kOk = 200;

}  // namespace

class HttpCall::Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  Exchange(asio::io_context& loop, std::function<void(HttpResult)> done)
      : executor_(loop.get_executor()), done_(std::move(done)), deadline_(executor_) {}

  void begin(const TlsContext& tls, HttpRequest request) {
    auto url = parse_url(request.url);
    if (!url) return fail(url.error());
    if (url.value().web_socket()) return fail("the url is a WebSocket url, not an HTTP url");
    if (const auto fault = fault_in(request.headers); !fault.empty()) return fail(fault);
    prepare(url.value(), std::move(request.headers), std::move(request.body));
    auto proxy = proxy_for(url.value(), request.proxies);
    channel_ = std::make_shared<Channel>(executor_, tls, std::move(url.value()), std::move(proxy), kNoTeardown);
    deadline_.arm(request.limit, [self = weak_from_this(), limit = request.limit] {
      if (const auto call = self.lock()) call->fail(call->channel_->timed_out(limit).detail);
    });
    dial(channel_, request.limit, [self = shared_from_this()](std::optional<Failure> failure) {
      if (self->over_) return;
      if (failure) return self->fail(std::move(failure->detail));
      self->send();
    });
  }

  void drop() {
    over_ = true;
    done_ = nullptr;
    close();
  }

 private:
  void prepare(const Url& url, const Headers& headers, std::string body) {
    request_.method(http::verb::post);
    request_.target(url.target);
    request_.version(11);
    request_.set(http::field::user_agent, "presenced");
    for (const auto& [name, value] : headers) request_.set(name, value);
    request_.set(http::field::host, host_header(url));
    request_.set(http::field::connection, "close");
    request_.body() = std::move(body);
    request_.prepare_payload();
  }

  void send() {
    channel_->step = Step::request;
    http::async_write(*channel_, request_, [self = shared_from_this()](error_code error, std::size_t) {
      if (self->over_) return;
      if (error) return self->fail(self->channel_->explain(error).detail);
      self->receive();
    });
  }

  void receive() {
    channel_->step = Step::response;
    parser_.emplace();
    parser_->body_limit(kMaxHttpBodyBytes);
    http::async_read(*channel_, buffer_, *parser_, [self = shared_from_this()](error_code error, std::size_t) {
      if (self->over_) return;
      if (error) return self->fail(self->channel_->explain(error).detail);
      self->received();
    });
  }

  void received() {
    auto& response = parser_->get();
    const int status = static_cast<int>(response.result_int());
    if (status < 200 && status != 101) return receive();  // an interim answer; the final one follows (RFC 9110, 15.2)
    HttpResult result = result_of_headers();
    result.body = std::move(response.body());
    finish(std::move(result));
  }

  // The headers of an answer count as soon as they are there. Unless the answer is a good one: then the body is what
  // was asked for.
  void fail(std::string why) {
    HttpResult result;
    if (parser_ && parser_->is_header_done()) result = result_of_headers();
    if (result.status <= kOk) {
      result.status = 0;
      result.failure = std::move(why);
    }
    finish(std::move(result));
  }

  HttpResult result_of_headers() const {
    const auto& response = parser_->get();
    HttpResult result;
    result.status = static_cast<int>(response.result_int());
    result.date = http_date(response[http::field::date]);
    result.retry_after = retry_after(response[http::field::retry_after], result.date);
    result.scopes = std::string(response["X-OAuth-Scopes"]);
    return result;
  }

  void finish(HttpResult result) {
    over_ = true;
    close();
    asio::post(executor_, [self = shared_from_this(), result = std::move(result)]() mutable {
      if (auto done = std::exchange(self->done_, nullptr)) done(std::move(result));
    });
  }

  void close() {
    deadline_.disarm();
    if (channel_) channel_->close();
  }

  asio::any_io_executor executor_;
  std::function<void(HttpResult)> done_;  // empty once called or dropped
  Deadline deadline_;
  std::shared_ptr<Channel> channel_;
  http::request<http::string_body> request_;
  boost::beast::flat_buffer buffer_;
  std::optional<http::response_parser<http::string_body>> parser_;
  bool over_ = false;  // answered, failed or dropped: whatever still returns from the network is of no interest
};

HttpCall::HttpCall(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}
HttpCall::~HttpCall() { exchange_->drop(); }

std::unique_ptr<HttpCall> http_post(asio::io_context& loop, const TlsContext& tls, HttpRequest request,
                                    std::function<void(HttpResult)> done) {
  auto exchange = std::make_shared<HttpCall::Exchange>(loop, std::move(done));
  exchange->begin(tls, std::move(request));
  return std::unique_ptr<HttpCall>(new HttpCall(std::move(exchange)));
}

}  // namespace presenced::net
