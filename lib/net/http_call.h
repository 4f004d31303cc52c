// One HTTP POST: dialled, asked, answered, closed. No keep-alive, no redirects, no cookies of its own.
//
// Everything happens on the thread that runs the io_context, which must outlive the call's handle.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/time.h"
#include "net/headers.h"
#include "net/proxy.h"
#include "net/tls.h"

namespace presenced::net {

inline constexpr std::size_t kMaxHttpBodyBytes = 8 * 1024 * 1024;  // of an answer; a users.list page is below 1 MiB

struct HttpRequest {
  std::string url = {};  // http or https
  Headers headers = {};  // Content-Type, Authorization...; Host, Content-Length and User-Agent are added
  std::string body = {};
  ProxyRules proxies = {};
  base::Millis limit{10'000};  // for look-up, TCP, proxy, TLS, request and answer together
};

struct HttpResult {
  int status = 0;         // 0: not answered. A redirect is an answer like any other
  std::string body = {};  // whole; empty where an answer other than 200 broke off, or was too long, after its headers
  // The header, where it is a number of seconds, however large, or a date beside the header Date; also where the call
  // failed after the headers.
  std::optional<std::chrono::seconds> retry_after = {};
  std::optional<base::WallTime> date = {};  // likewise, where it can be read (net/http_date.h)
  std::string scopes = {};   // the header X-OAuth-Scopes: what Slack has granted the token of the request
  std::string failure = {};  // why it was not answered; empty exactly when it was. For people, holds no secret
};

// The handle of a call. Destroying it drops the call: after that, its callback is not called.
class HttpCall {
 public:
  ~HttpCall();
  HttpCall(const HttpCall&) = delete;
  HttpCall& operator=(const HttpCall&) = delete;

 private:
  friend std::unique_ptr<HttpCall> http_post(boost::asio::io_context&, const TlsContext&, HttpRequest,
                                             std::function<void(HttpResult)>);
  class Exchange;
  explicit HttpCall(std::shared_ptr<Exchange> exchange);
  std::shared_ptr<Exchange> exchange_;
};

// `done` is called exactly once, from the loop and never from inside http_post, unless the handle is destroyed first.
// It may destroy the handle. A failure is reported within `limit`, even when a name look-up (which cannot be
// cancelled) takes longer.
[[nodiscard]] std::unique_ptr<HttpCall> http_post(boost::asio::io_context& loop, const TlsContext& tls,
                                                  HttpRequest request, std::function<void(HttpResult)> done);

}  // namespace presenced::net
