// What Web API replies mean.
#include <algorithm>

#include "slack/json.h"
#include "slack/log_text.h"
#include "slack/user.h"
#include "slack/web_api.h"

namespace presenced::slack {
namespace {

constexpr int kOk = 200;
constexpr int kTooManyRequests = 429;

// Slack asks for seconds to minutes. A header that asks for years, by mistake or malice, must neither silence us nor
// overflow a deadline.
constexpr std::chrono::seconds kLongestRetryAfter = std::chrono::hours{24};

std::optional<std::chrono::seconds> sensible(std::optional<std::chrono::seconds> retry_after) {
  if (!retry_after || *retry_after < std::chrono::seconds{0}) return std::nullopt;
  return std::min(*retry_after, kLongestRetryAfter);
}

ApiError transient(std::string error, const HttpReply& reply) {
  ApiError failure;
  failure.error = std::move(error);
  failure.retry_after = sensible(reply.retry_after);
  return failure;
}

// "ok":false. An absent person is an answer only where a person was asked for.
ApiError refusal(Method method, json::Object body, const HttpReply& reply) {
  const std::string_view word = json::string_or_empty(body, "error");
  if (word.empty()) return transient("refused without a reason", reply);
  ApiError refused = transient(log_text(word), reply);
  refused.kind = classify(word);
  if (refused.kind == ErrorClass::absent && method != Method::users_info) refused.kind = ErrorClass::transient;
  refused.needed = log_text(json::string_or_empty(body, "needed"));
  refused.provided = log_text(json::string_or_empty(body, "provided"));
  return refused;
}

std::string string_in(json::Object body, std::string_view parent, std::string_view key) {
  const auto object = json::object(body, parent);
  return object ? std::string(json::string_or_empty(*object, key)) : std::string();
}

// The readers below give nothing when what their method promises is not there. Names are not promises: a session does
// not fail for the lack of a label.
std::optional<Reply> read_rtm_connected(json::Object body) {
  const std::string_view url = json::string_or_empty(body, "url");
  if (url.empty()) return std::nullopt;
  return RtmConnected{std::string(url), string_in(body, "team", "id"), string_in(body, "team", "name"),
                      base::UserId{string_in(body, "self", "id")}};
}

std::optional<Reply> read_auth_tested(json::Object body) {
  const std::string_view user = json::string_or_empty(body, "user_id");
  if (user.empty()) return std::nullopt;
  return AuthTested{std::string(json::string_or_empty(body, "team")),
                    std::string(json::string_or_empty(body, "team_id")), base::UserId{std::string(user)}};
}

std::optional<Reply> read_user_info(json::Object body) {
  const auto record = json::object(body, "user");
  std::optional<User> user = record ? read_user(*record) : std::nullopt;
  if (!user) return std::nullopt;
  return UserInfo{std::move(*user)};
}

// One unreadable record does not cost the rest of the page.
std::optional<Reply> read_user_page(json::Object body) {
  const auto members = json::array(body, "members");
  if (!members) return std::nullopt;
  UserPage page;
  for (const json::Element member : *members) {
    json::Object record;
    if (member.get(record) != simdjson::SUCCESS) continue;
    if (std::optional<User> user = read_user(record)) page.users.push_back(std::move(*user));
  }
  page.next_cursor = string_in(body, "response_metadata", "next_cursor");
  return page;
}

std::optional<Reply> read_promised(Method method, json::Object body) {
  switch (method) {
    case Method::rtm_connect:
      return read_rtm_connected(body);
    case Method::auth_test:
      return read_auth_tested(body);
    case Method::users_info:
      return read_user_info(body);
    case Method::users_list:
      return read_user_page(body);
    case Method::users_set_presence:
      return PresenceSet{};
  }
  return std::nullopt;
}

}  // namespace

Reply decode_reply(Method method, const HttpReply& reply) {
  if (reply.status == 0) return transient(reply.failure.empty() ? "no answer" : log_text(reply.failure), reply);
  if (reply.status == kTooManyRequests) return transient("ratelimited", reply);
  // Slack's own answers, refusals included, come with 200. Whatever else comes is a proxy, a captive portal or an
  // incident, and says nothing about our token.
  if (reply.status != kOk) return transient("http " + std::to_string(reply.status), reply);

  json::Parser parser;
  const auto body = parser.parse(reply.body);
  if (!body) return transient("not json", reply);
  const auto ok = json::boolean(body.value(), "ok");
  if (!ok) return transient("not an answer of Slack's", reply);
  if (!*ok) return refusal(method, body.value(), reply);
  if (auto promised = read_promised(method, body.value())) return std::move(*promised);
  return transient("incomplete answer", reply);
}

}  // namespace presenced::slack
