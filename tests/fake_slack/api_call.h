// A call of the Web API and its answer, and what every method needs to read the one and to write the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "fake_slack/form.h"

namespace presenced::fake_slack {

class JsonObject;

struct HttpCall {
  std::string method;  // "rtm.connect"
  Form parameters;
  std::string token;   // of the Authorization header; empty: none came
  std::string cookie;  // the value of `d` as it came; empty: none came
  bool post = true;    // else another HTTP method
};

struct HttpAnswer {
  int status = 200;
  std::string body;
  std::string content_type = "application/json; charset=utf-8";
  std::optional<std::int64_t> retry_after;  // seconds, for the header
  std::string location;                     // of a redirect
  base::Millis delay{};                     // to be waited before answering
  bool ok = false;                          // the method did what it was asked
  std::string scopes;                       // of the token that called, for the header; empty: nobody's token
};

std::string parameter(const HttpCall& call, std::string_view key);  // empty: it did not come
bool flag(const HttpCall& call, std::string_view key);              // "true" or "1"
std::optional<std::size_t> number(std::string_view text);

HttpAnswer done(JsonObject& body);  // with "ok":true
HttpAnswer refused(std::string_view error);

}  // namespace presenced::fake_slack
