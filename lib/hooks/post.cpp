#include "hooks/post.h"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <utility>

#include "net/http_call.h"

namespace presenced::hooks {
namespace {

namespace asio = boost::asio;

Outcome outcome_of(const net::HttpResult& result) {
  if (result.status >= 200 && result.status < 300) return {true};
  if (result.status == 0) return {false, result.failure, result.retry_after};
  const bool redirect = result.status >= 300 && result.status < 400;
  return {false,
          fmt::format("the server answered with status {}{}", result.status,
                      redirect ? "; redirects are not followed" : ""),
          result.retry_after};
}

// One request, until it is answered, has failed, or is given up because the end is wished.
class Request {
 public:
  Request(const net::TlsContext& tls, net::HttpRequest request, const Ending& ending) {
    call_ = net::http_post(loop_, tls, std::move(request), [this](const net::HttpResult& result) {
      outcome_ = outcome_of(result);
      loop_.stop();
    });
    watch(ending);
  }

  Outcome run() {
    loop_.run();
    return outcome_;
  }

 private:
  void watch(const Ending& ending) {
    if (ending.descriptor() < 0) return;
    wish_.assign(dup(ending.descriptor()));  // closed with wish_
    wish_.async_wait(asio::posix::stream_descriptor::wait_read, [this](boost::system::error_code error) {
      if (error) return;
      grace_.expires_after(Ending::kGrace);
      grace_.async_wait([this](boost::system::error_code cancelled) {
        if (!cancelled) loop_.stop();
      });
    });
  }

  asio::io_context loop_{1};
  asio::posix::stream_descriptor wish_{loop_};
  asio::steady_timer grace_{loop_};
  Outcome outcome_{false, "the request was dropped, as presencectl was told to end"};
  std::unique_ptr<net::HttpCall> call_;
};

}  // namespace

Post::Post(PostTarget target, net::TlsContext tls, base::Millis limit, Ending ending)
    : target_(std::move(target)), tls_(std::move(tls)), limit_(limit), ending_(ending) {}

Outcome Post::deliver(std::string_view object) {
  net::HttpRequest request;
  request.url = target_.url.reveal();
  request.headers.emplace_back("Content-Type", "application/json");
  for (const auto& [name, value] : target_.headers) request.headers.emplace_back(name, value.reveal());
  request.body = object;
  request.proxies = target_.proxies;
  request.limit = limit_;
  return Request(tls_, std::move(request), ending_).run();
}

}  // namespace presenced::hooks
