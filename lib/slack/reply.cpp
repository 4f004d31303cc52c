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

// Something was named in the question, and may turn out not to exist.
bool asks_for_one(Method method) {
  return method == Method::users_info || method == Method::users_lookup_by_email ||
         method == Method::usergroups_users_list || method == Method::conversations_members;
}

// "ok":false. What is absent is an answer only where it was asked for.
ApiError refusal(Method method, json::Object body, const HttpReply& reply) {
  const std::string_view word = json::string_or_empty(body, "error");
  if (word.empty()) return transient("refused without a reason", reply);
  ApiError refused = transient(log_text(word), reply);
  refused.kind = classify(word);
  refused.of_this_one = asks_for_one(method) && !is_known(word);
  if (refused.kind == ErrorClass::absent && !asks_for_one(method)) refused.kind = ErrorClass::transient;
  refused.needed = log_text(json::string_or_empty(body, "needed"));
  refused.provided = log_text(json::string_or_empty(body, "provided"));
  return refused;
}

std::string string_in(json::Object body, std::string_view parent, std::string_view key) {
  const auto object = json::object(body, parent);
  return object ? std::string(json::string_or_empty(*object, key)) : std::string();
}

// The readers below give nothing when what their method promises is not there.
std::optional<Reply> read_rtm_connected(json::Object body) {
  const std::string_view url = json::string_or_empty(body, "url");
  if (url.empty()) return std::nullopt;
  return RtmConnected{std::string(url)};
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

// Texts of a list; what is none is passed over, like an unreadable record.
std::optional<std::vector<base::UserId>> read_user_ids(json::Object body, std::string_view key) {
  const auto list = json::array(body, key);
  if (!list) return std::nullopt;
  std::vector<base::UserId> ids;
  for (const json::Element element : *list) {
    std::string_view id;
    if (element.get(id) == simdjson::SUCCESS && !id.empty()) ids.push_back(base::UserId{std::string(id)});
  }
  return ids;
}

// The `id` and one more text of each record of a list.
template <class One>
std::optional<std::vector<One>> read_records(json::Object body, std::string_view list_key, std::string_view text_key) {
  const auto list = json::array(body, list_key);
  if (!list) return std::nullopt;
  std::vector<One> found;
  for (const json::Element element : *list) {
    json::Object record;
    if (element.get(record) != simdjson::SUCCESS) continue;
    const std::string_view id = json::string_or_empty(record, "id");
    const std::string_view text = json::string_or_empty(record, text_key);
    if (!id.empty() && !text.empty()) found.push_back(One{std::string(id), std::string(text)});
  }
  return found;
}

std::optional<Reply> read_usergroups(json::Object body) {
  auto found = read_records<Usergroup>(body, "usergroups", "handle");
  if (!found) return std::nullopt;
  return Usergroups{std::move(*found)};
}

std::optional<Reply> read_usergroup_users(json::Object body) {
  auto users = read_user_ids(body, "users");
  if (!users) return std::nullopt;
  return UsergroupUsers{std::move(*users)};
}

std::optional<Reply> read_channel_page(json::Object body) {
  auto found = read_records<Channel>(body, "channels", "name");
  if (!found) return std::nullopt;
  return ChannelPage{std::move(*found), string_in(body, "response_metadata", "next_cursor")};
}

std::optional<Reply> read_channel_members(json::Object body) {
  auto members = read_user_ids(body, "members");
  if (!members) return std::nullopt;
  return ChannelMemberPage{std::move(*members), string_in(body, "response_metadata", "next_cursor")};
}

std::optional<Reply> read_promised(Method method, json::Object body) {
  switch (method) {
    case Method::rtm_connect:
      return read_rtm_connected(body);
    case Method::auth_test:
      return AuthTested{};
    case Method::users_info:
    case Method::users_lookup_by_email:
      return read_user_info(body);
    case Method::users_list:
      return read_user_page(body);
    case Method::users_set_presence:
      return PresenceSet{};
    case Method::usergroups_list:
      return read_usergroups(body);
    case Method::usergroups_users_list:
      return read_usergroup_users(body);
    case Method::conversations_list:
      return read_channel_page(body);
    case Method::conversations_members:
      return read_channel_members(body);
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
