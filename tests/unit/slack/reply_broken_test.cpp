// Replies that are not what was asked for: incidents, proxies, captive portals, half a body.
#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <utility>

#include "samples.h"
#include "slack/web_api.h"

using namespace presenced::slack;
using namespace std::chrono_literals;

namespace {

constexpr Method kMethods[] = {Method::rtm_connect, Method::auth_test, Method::users_info, Method::users_list,
                               Method::users_set_presence};

Reply answered(Method method, std::string body) {
  return decode_reply(method, HttpReply{200, std::move(body), {}, ""});
}

// The word for a reply that must be a passing failure.
std::string passing(Method method, const HttpReply& reply) {
  const Reply decoded = decode_reply(method, reply);
  REQUIRE(std::holds_alternative<ApiError>(decoded));
  CHECK(std::get<ApiError>(decoded).kind == ErrorClass::transient);
  return std::get<ApiError>(decoded).error;
}

}  // namespace

TEST_CASE("when nothing came back the failure is the error") {
  CHECK(passing(Method::auth_test, {0, "", {}, "connection refused"}) == "connection refused");
  CHECK(passing(Method::auth_test, {0, R"({"ok":true})", {}, ""}) == "no answer");
}

TEST_CASE("any status but 200 passes, whatever the body says") {
  for (const Method method : kMethods)
    for (const int status : {204, 301, 302, 307, 400, 401, 403, 404, 408, 500, 502, 503, 504})
      for (const std::string body :
           {"", "<html>down</html>", R"({"ok":true})", R"({"ok":false,"error":"invalid_auth"})"})
        CHECK(passing(method, {status, body, {}, ""}) == "http " + std::to_string(status));
}

TEST_CASE("a 503 may say when to come back") {
  const Reply reply = decode_reply(Method::rtm_connect, {503, "", 60s, ""});
  CHECK(std::get<ApiError>(reply).retry_after == 60s);
}

TEST_CASE("a body that is not a JSON object passes") {
  for (const Method method : kMethods)
    for (const std::string body :
         {"", "<!DOCTYPE html><html>", "null", "[]", "ok", "{\"ok\":true", "{\"ok\":true}\xff"})
      CHECK(passing(method, {200, body, {}, ""}) == "not json");
}

TEST_CASE("JSON without an ok of true or false is no answer of Slack's") {
  for (const Method method : kMethods)
    for (const std::string body :
         {"{}", R"({"ok":null})", R"({"ok":"true"})", R"({"ok":1})", R"({"error":"invalid_auth"})"})
      CHECK(passing(method, {200, body, {}, ""}) == "not an answer from Slack");
}

TEST_CASE("a refusal without a word passes") {
  for (const std::string body :
       {R"({"ok":false})", R"({"ok":false,"error":null})", R"({"ok":false,"error":{"code":1}})"})
    CHECK(passing(Method::rtm_connect, {200, body, {}, ""}) == "refused without a reason");
}

TEST_CASE("ok without what the method promises passes") {
  for (const std::string body : {R"({"ok":true})", R"({"ok":true,"url":""})", R"({"ok":true,"url":null})"})
    CHECK(passing(Method::rtm_connect, {200, body, {}, ""}) == "incomplete answer");
  for (const std::string user : {"null", "[]", R"("U1")", R"({"name":"x"})", R"({"id":""})"})
    CHECK(passing(Method::users_info, {200, R"({"ok":true,"user":)" + user + "}", {}, ""}) == "incomplete answer");
  for (const std::string members : {"null", "{}", R"("U1")"})
    CHECK(passing(Method::users_list, {200, R"({"ok":true,"members":)" + members + "}", {}, ""}) ==
          "incomplete answer");
}

TEST_CASE("words for the log are short and on one line") {
  const Reply reply = answered(
      Method::auth_test, R"({"ok":false,"error":"a\nb)" + std::string(10'000, 'x') + R"(","needed":"\u001b[2J"})");
  CHECK(std::get<ApiError>(reply).error.starts_with("a?bxx"));
  CHECK(std::get<ApiError>(reply).error.size() == 200);
  CHECK(std::get<ApiError>(reply).needed == "?[2J");
}

TEST_CASE("no error repeats the socket's url") {
  const Reply reply = answered(Method::rtm_connect, R"({"ok":true,"url":["wss://secret"]})");
  CHECK(std::get<ApiError>(reply).error.find("secret") == std::string::npos);
}

TEST_CASE("a reply cut short anywhere passes") {
  for (const auto& [method, body] : kSampleReplies)
    for (std::size_t length = 0; length < body.size(); ++length)
      CHECK(passing(method, {200, std::string(body.substr(0, length)), {}, ""}) == "not json");
}

TEST_CASE("one byte changed to any other gives what the method promises or an error") {
  for (const auto& [method, body] : kSampleReplies) {
    const std::size_t promised =
        answered(method, R"({"ok":true,"url":"w","user_id":"U1","user":{"id":"U1"},"members":[]})").index();
    for (std::size_t at = 0; at < body.size(); ++at)
      for (int byte = 0; byte < 256; ++byte) {
        std::string mutated(body);
        mutated[at] = static_cast<char>(byte);
        const Reply reply = answered(method, mutated);
        const auto* error = std::get_if<ApiError>(&reply);
        if (error ? !error->error.empty() : reply.index() == promised) continue;
        FAIL_CHECK("byte " << byte << " at " << at << " of " << body);
      }
  }
}
