#include <doctest/doctest.h>

#include <string>

#include "slack/web_api.h"

using namespace presenced;
using namespace presenced::slack;

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

TEST_CASE("names are looked up with what their methods want") {
  CHECK(form_body(users_lookup_by_email("lee+x@example.com")) == "email=lee%2Bx%40example.com");
  CHECK(usergroups_list() == Request{Method::usergroups_list, {}});
  CHECK(usergroups_users_list("S1") == Request{Method::usergroups_users_list, {{"usergroup", "S1"}}});
  CHECK(form_body(conversations_list("", 200, true)) ==
        "types=public_channel%2Cprivate_channel&exclude_archived=true&limit=200");
  CHECK(form_body(conversations_list("c", 200, false)) ==
        "types=public_channel&exclude_archived=true&limit=200&cursor=c");
  CHECK(form_body(conversations_members("C1", "", 100)) == "channel=C1&limit=100");
  CHECK(form_body(conversations_members("C1", "c", 100)) == "channel=C1&limit=100&cursor=c");
}

TEST_CASE("everything but the unreserved characters of RFC 3986 is percent-encoded") {
  const std::string unreserved = "ABCXYZabcxyz0189-._~";
  CHECK(form_body({Method::auth_test, {{unreserved, unreserved}}}) == unreserved + "=" + unreserved);
  CHECK(form_body({Method::auth_test, {{"a&b", "c=d +%/é"}, {"e", std::string("\0\xff", 2)}}}) ==
        "a%26b=c%3Dd%20%2B%25%2F%C3%A9&e=%00%FF");
  CHECK(form_body({Method::auth_test, {{"a", ""}, {"b", "*"}}}) == "a=&b=%2A");
}
