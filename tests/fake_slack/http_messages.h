// Web API requests and answers as Beast's messages, for connection.cpp alone.
#pragma once

#include <fmt/chrono.h>

#include <boost/beast/http.hpp>
#include <chrono>
#include <ctime>
#include <string>

#include "base/time.h"
#include "fake_slack/api_call.h"
#include "fake_slack/http_form.h"

namespace presenced::fake_slack {

using Request = boost::beast::http::request<boost::beast::http::string_body>;
using Response = boost::beast::http::response<boost::beast::http::string_body>;

inline HttpRequestHead head_of(const Request& request) {
  using boost::beast::http::field;
  return {std::string(request.method_string()), std::string(request.target()),
          std::string(request[field::content_type]), std::string(request[field::authorization]),
          std::string(request[field::cookie])};
}

// `date`: Slack's own time.
inline Response response_for(const HttpAnswer& answer, const Request& request, base::WallTime date) {
  using boost::beast::http::field;
  Response response(static_cast<boost::beast::http::status>(answer.status), request.version());
  response.set(field::content_type, answer.content_type);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(date.time_since_epoch()).count();
  response.set(field::date, fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(std::time_t{seconds})));
  if (!answer.scopes.empty()) response.set("x-oauth-scopes", answer.scopes);
  if (answer.retry_after) response.set(field::retry_after, std::to_string(*answer.retry_after));
  if (!answer.location.empty()) response.set(field::location, answer.location);
  response.keep_alive(request.keep_alive());
  response.body() = answer.body;
  response.prepare_payload();
  return response;
}

}  // namespace presenced::fake_slack
