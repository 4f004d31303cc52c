#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <utility>

#include "slack/web_api.h"

using namespace presenced;
using namespace presenced::slack;
using namespace std::chrono_literals;

namespace {

template <class R>
R replied(Method method, std::string body, int status = 200, std::optional<std::chrono::seconds> retry_after = {}) {
  CAPTURE(body);
  Reply reply = decode_reply(method, HttpReply{status, body, retry_after, ""});
  REQUIRE(std::holds_alternative<R>(reply));
  return std::get<R>(std::move(reply));
}

}  // namespace

TEST_CASE("rtm.connect gives the url verbatim, query string and all") {
  const auto connected = replied<SocketOffered>(
      Method::rtm_connect,
      R"({"ok":true,"url":"wss:\/\/wss-primary.slack.com\/websocket\/x?a=b&amp;c","team":{"id":"T2U81E2FP",)"
      R"("name":"SlackDemo","domain":"slackdemo"},"self":{"id":"U4X318ZMZ","name":"robotoverlord"}})");
  CHECK(connected.url.reveal() == "wss://wss-primary.slack.com/websocket/x?a=b&amp;c");
}

TEST_CASE("rtm.connect without names is good enough to connect") {
  const auto connected = replied<SocketOffered>(Method::rtm_connect, R"({"url":"wss://x","self":null,"ok":true})");
  CHECK(connected.url.reveal() == "wss://x");
}

TEST_CASE("auth.test promises nothing: it is asked for the Date of its reply") {
  replied<AuthTested>(Method::auth_test, R"({"ok":true})");
}

TEST_CASE("users.info carries the same record as the events") {
  const auto info = replied<UserInfo>(
      Method::users_info,
      R"({"ok":true,"user":{"id":"W1","name":"kim","profile":{"display_name":"Kim","status_text":"a &lt; b",)"
      R"("status_emoji":":x:","status_expiration":1648596421}}})");
  CHECK(info.user.shown_name() == "Kim");
  CHECK(info.user.status == base::Status{"a < b", ":x:", base::wall_from_unix_ms(1'648'596'421'000)});
}

TEST_CASE("a page of users.list tells where the next one is") {
  const auto page = replied<UserPage>(
      Method::users_list,
      R"({"ok":true,"members":[{"id":"U1"},{"id":"U2","deleted":true}],"response_metadata":{"next_cursor":"abc="}})");
  REQUIRE(page.users.size() == 2);
  CHECK(page.users[0].id.text == "U1");
  CHECK(page.users[1].deleted == true);
  CHECK(page.next_cursor == "abc=");
}

TEST_CASE("a page without a cursor is the last one, in all the ways to have none") {
  for (const std::string metadata :
       {R"("x":1)", R"("response_metadata":{"next_cursor":""})", R"("response_metadata":{})",
        R"("response_metadata":null)", R"("response_metadata":[])", R"("response_metadata":{"next_cursor":null})"})
    CHECK(replied<UserPage>(Method::users_list, R"({"ok":true,"members":[],)" + metadata + "}").next_cursor.empty());
}

TEST_CASE("an unreadable record costs only itself, not the page") {
  const auto page =
      replied<UserPage>(Method::users_list,
                        R"({"ok":true,"members":[null,{"name":"no id"},"U0",{"id":"U1","profile":{"fields":[]}},[]]})");
  REQUIRE(page.users.size() == 1);
  CHECK(page.users[0].id.text == "U1");
}

TEST_CASE("a status cut in the middle of an emoji does not cost the page") {
  const auto page = replied<UserPage>(
      Method::users_list, R"({"ok":true,"members":[{"id":"U1","profile":{"status_text":"\ud83d"}},{"id":"U2"}]})");
  REQUIRE(page.users.size() == 2);
  CHECK(page.users[0].status.value().text == "\uFFFD");
}

TEST_CASE("users.setPresence promises nothing but ok") {
  replied<PresenceSet>(Method::users_set_presence, R"({"ok":true})");
  replied<PresenceSet>(Method::users_set_presence, R"({"ok":true,"warning":"superfluous_charset"})");
}

TEST_CASE("a refusal keeps Slack's word and the scopes it names") {
  const auto error = replied<ApiError>(
      Method::rtm_connect,
      R"({"ok":false,"error":"missing_scope","needed":"rtm:stream","provided":"identify,users:read"})");
  CHECK(error.kind == ErrorClass::credential);
  CHECK(error.error == "missing_scope");
  CHECK(error.needed == "rtm:stream");
  CHECK(error.provided == "identify,users:read");
}

TEST_CASE("scopes that are null or lists are left out") {
  const auto error =
      replied<ApiError>(Method::auth_test, R"({"ok":false,"error":"invalid_auth","needed":null,"provided":["x"]})");
  CHECK(error.kind == ErrorClass::credential);
  CHECK(error.needed.empty());
  CHECK(error.provided.empty());
}

TEST_CASE("a person who is gone is absent, for the method that asked for a person") {
  for (const std::string error : {"user_not_found", "user_not_visible"}) {
    const std::string body = R"({"ok":false,"error":")" + error + R"("})";
    CHECK(replied<ApiError>(Method::users_info, body).kind == ErrorClass::absent);
    CHECK(replied<ApiError>(Method::rtm_connect, body).kind == ErrorClass::transient);
  }
}

TEST_CASE("auth.test tells whose token it is, and with which scopes") {
  const std::string body =
      R"({"ok":true,"url":"https://acme.slack.com/","team":"Acme","user":"presenced","team_id":"T1","user_id":"U1",)"
      R"("bot_id":"B1","is_enterprise_install":true})";
  HttpReply reply{200, body, {}, {}};
  reply.scopes = "users:read, dnd:read,,in\x1bvalid";
  const Reply decoded = decode_reply(Method::auth_test, reply);
  const auto& tested = std::get<AuthTested>(decoded);
  CHECK(tested.team_id == "T1");
  CHECK(tested.team == "Acme");
  CHECK(tested.user_id == "U1");
  CHECK(tested.user == "presenced");
  CHECK(tested.bot_id == "B1");
  CHECK(tested.app_id.empty());
  CHECK(tested.whole_organisation);
  CHECK(tested.scopes == std::vector<std::string>{"users:read", "dnd:read"});
  CHECK(replied<AuthTested>(Method::auth_test, R"({"ok":true,"app_name":"presenced","app_id":"A1"})").app_id == "A1");
}

TEST_CASE("an unknown word about one person says nothing about the next one") {
  const std::string odd = R"({"ok":false,"error":"brand_new_error"})";
  for (const Method method : {Method::users_info, Method::users_lookup_by_email, Method::usergroups_users_list,
                              Method::conversations_members})
    CHECK(replied<ApiError>(method, odd).of_this_one);
  CHECK_FALSE(replied<ApiError>(Method::users_list, odd).of_this_one);
  for (const std::string known : {"fatal_error", "ratelimited", "invalid_auth", "user_not_found", "invalid_cursor"})
    CHECK_FALSE(replied<ApiError>(Method::users_info, R"({"ok":false,"error":")" + known + R"("})").of_this_one);
  CHECK_FALSE(replied<ApiError>(Method::users_info, odd, 500).of_this_one);
}

TEST_CASE("too many requests is told by status 429, with a delay or without") {
  const auto told = replied<ApiError>(Method::rtm_connect, "", 429, 30s);
  CHECK(told.kind == ErrorClass::transient);
  CHECK(told.error == "ratelimited");
  CHECK(told.retry_after == 30s);
  const auto untold = replied<ApiError>(Method::rtm_connect, R"({"ok":false,"error":"ratelimited"})", 429);
  CHECK(untold.error == "ratelimited");
  CHECK_FALSE(untold.retry_after.has_value());
}

TEST_CASE("a 200 that says ratelimited means the same as a 429") {
  const auto error = replied<ApiError>(Method::users_list, R"({"ok":false,"error":"ratelimited"})", 200, 5s);
  CHECK(error.kind == ErrorClass::transient);
  CHECK(error.error == "ratelimited");
  CHECK(error.retry_after == 5s);
}

TEST_CASE("a delay that makes no sense is bounded") {
  const auto delay = [](std::chrono::seconds header) {
    return replied<ApiError>(Method::rtm_connect, "", 429, header).retry_after;
  };
  CHECK(delay(0s) == 0s);
  CHECK(delay(24h) == 24h);
  CHECK(delay(24h + 1s) == 24h);
  CHECK(delay(std::chrono::seconds::max()) == 24h);
  CHECK_FALSE(delay(-1s).has_value());
}
