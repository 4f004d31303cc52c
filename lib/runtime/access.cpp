#include "runtime/access.h"

namespace presenced::runtime {

net::Headers session_headers(const Access& access) {
  net::Headers headers;
  if (access.cookie) headers.emplace_back("Cookie", "d=" + access.cookie->reveal());
  return headers;
}

std::unique_ptr<net::HttpCall> call_web_api(boost::asio::io_context& loop, const Access& access,
                                            const slack::Request& request, base::Millis limit,
                                            std::function<void(slack::HttpReply)> done) {
  net::HttpRequest http;
  http.url = access.api_url + std::string(slack::row_of(request.method).name);
  http.headers = session_headers(access);
  http.headers.emplace_back("Authorization", "Bearer " + access.token.reveal());
  http.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  http.body = slack::form_body(request);
  http.proxies = access.proxies;
  http.limit = limit;
  return net::http_post(loop, access.tls, std::move(http), [done = std::move(done)](net::HttpResult result) {
    done({result.status, std::move(result.body), result.retry_after, std::move(result.failure), result.date});
  });
}

}  // namespace presenced::runtime
