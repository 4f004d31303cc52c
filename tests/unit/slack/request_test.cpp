#include <doctest/doctest.h>

#include <string>

#include "slack/web_api.h"

using namespace presenced;
using namespace presenced::slack;

TEST_CASE("each method has Slack's name") {
  CHECK(name_of(Method::rtm_connect) == "rtm.connect");
  CHECK(name_of(Method::auth_test) == "auth.test");
  CHECK(name_of(Method::users_info) == "users.info");
  CHECK(name_of(Method::users_list) == "users.list");
  CHECK(name_of(Method::users_set_presence) == "users.setPresence");
}

TEST_CASE("batching is switched on with 1, not with true") {
  CHECK(rtm_connect().method == Method::rtm_connect);
  CHECK(form_body(rtm_connect()) == "batch_presence_aware=1&presence_sub=true");
}

TEST_CASE("requests carry what their method wants") {
  CHECK(auth_test() == Request{Method::auth_test, {}});
  CHECK(form_body(auth_test()).empty());
  CHECK(users_info({"U024BE7LH"}) == Request{Method::users_info, {{"user", "U024BE7LH"}}});
  CHECK(users_set_presence(true) == Request{Method::users_set_presence, {{"presence", "away"}}});
  CHECK(users_set_presence(false) == Request{Method::users_set_presence, {{"presence", "auto"}}});
}

TEST_CASE("the first page is asked for without a cursor, the next ones with theirs") {
  CHECK(form_body(users_list("", 200)) == "limit=200");
  CHECK(form_body(users_list("dXNlcjpVMEc5V0ZYTlo=", 200)) == "limit=200&cursor=dXNlcjpVMEc5V0ZYTlo%3D");
}

TEST_CASE("everything but the unreserved characters of RFC 3986 is percent-encoded") {
  const std::string unreserved = "ABCXYZabcxyz0189-._~";
  CHECK(form_body({Method::auth_test, {{unreserved, unreserved}}}) == unreserved + "=" + unreserved);
  CHECK(form_body({Method::auth_test, {{"a&b", "c=d +%/é"}, {"e", std::string("\0\xff", 2)}}}) ==
        "a%26b=c%3Dd%20%2B%25%2F%C3%A9&e=%00%FF");
  CHECK(form_body({Method::auth_test, {{"a", ""}, {"b", "*"}}}) == "a=&b=%2A");
}
