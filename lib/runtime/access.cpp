#include "runtime/access.h"

namespace presenced::runtime {

namespace {

slack::Request with_team(slack::Request request, const std::string& team_id) {
  if (!team_id.empty()) request.parameters.emplace_back("team_id", team_id);
  return request;
}

// A call that fails before it is dialled, so that the refusal comes in the way of every other answer.
std::unique_ptr<net::HttpCall> refuse(boost::asio::io_context& loop, const Access& access,
                                      std::function<void(slack::HttpReply)> done) {
  return net::http_post(loop, access.tls, {}, [done = std::move(done)](const net::HttpResult&) {
    done({200, R"({"ok":false,"error":"not_authed"})", {}, {}});
  });
}

}  // namespace

net::Headers session_headers(const Access& access) {
  net::Headers headers;
  if (access.cookie) headers.emplace_back("Cookie", "d=" + access.cookie->reveal());
  return headers;
}

std::unique_ptr<net::HttpCall> call_web_api(boost::asio::io_context& loop, const Access& access,
                                            const slack::Request& request, base::Millis limit,
                                            std::function<void(slack::HttpReply)> done) {
  return call_web_api_with(slack::row_of(request.method).credential, loop, access, request, limit, std::move(done));
}

std::unique_ptr<net::HttpCall> call_web_api_with(slack::Credential credential, boost::asio::io_context& loop,
                                                 const Access& access, const slack::Request& request,
                                                 base::Millis limit, std::function<void(slack::HttpReply)> done) {
  const bool app = credential == slack::Credential::app_token;
  if (app && !access.app_token) return refuse(loop, access, std::move(done));
  net::HttpRequest http;
  http.url = access.api_url + std::string(slack::row_of(request.method).name);
  if (!app) http.headers = session_headers(access);
  http.headers.emplace_back("Authorization", "Bearer " + (app ? *access.app_token : access.token).reveal());
  http.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  http.body = slack::form_body(app ? request : with_team(request, access.team_id));
  http.proxies = access.proxies;
  http.limit = limit;
  return net::http_post(loop, access.tls, std::move(http), [done = std::move(done)](net::HttpResult result) {
    done({result.status, std::move(result.body), result.retry_after, std::move(result.failure), result.date,
          std::move(result.scopes)});
  });
}

}  // namespace presenced::runtime
