// Replies of the methods that names are looked up with.
#include <doctest/doctest.h>

#include <string>

#include "slack/web_api.h"

namespace presenced::slack {
namespace {

Reply reply_to(Method method, const std::string& body) { return decode_reply(method, HttpReply{200, body, {}, ""}); }

template <class R>
R named_reply(Method method, const std::string& body) {
  CAPTURE(body);
  Reply reply = reply_to(method, body);
  REQUIRE(std::holds_alternative<R>(reply));
  return std::get<R>(std::move(reply));
}

TEST_CASE("users.lookupByEmail gives a member record") {
  const auto found = named_reply<UserInfo>(
      Method::users_lookup_by_email,
      R"({"ok":true,"user":{"id":"U1","name":"lee","profile":{"display_name":"Lee L","email":"lee@example.com"}}})");
  CHECK(found.user.id.text == "U1");
  CHECK(found.user.handle == "lee");
  CHECK(found.user.display_name == "Lee L");
  CHECK(found.user.email == "lee@example.com");
}

TEST_CASE("usergroups.list gives ids and handles; a record without both is passed over") {
  const auto found = named_reply<Usergroups>(
      Method::usergroups_list,
      R"({"ok":true,"usergroups":[{"id":"S1","handle":"sre","name":"SRE"},{"id":"S2"},7,{"handle":"x"},)"
      R"({"id":"S3","handle":"ops"}]})");
  REQUIRE(found.usergroups.size() == 2);
  CHECK(found.usergroups[0].id == "S1");
  CHECK(found.usergroups[0].handle == "sre");
  CHECK(found.usergroups[1].id == "S3");
}

TEST_CASE("usergroups.users.list gives ids") {
  CHECK(
      named_reply<UsergroupUsers>(Method::usergroups_users_list, R"({"ok":true,"users":["U1","W2",null,""]})").users ==
      std::vector<base::UserId>{{"U1"}, {"W2"}});
  CHECK(named_reply<UsergroupUsers>(Method::usergroups_users_list, R"({"ok":true,"users":[]})").users.empty());
}

TEST_CASE("conversations.list and conversations.members tell where the next page is") {
  const auto channels = named_reply<ChannelPage>(
      Method::conversations_list,
      R"({"ok":true,"channels":[{"id":"C1","name":"incidents"}],"response_metadata":{"next_cursor":"dGVhbQ=="}})");
  REQUIRE(channels.channels.size() == 1);
  CHECK(channels.channels[0].name == "incidents");
  CHECK(channels.next_cursor == "dGVhbQ==");
  const auto members = named_reply<ChannelMemberPage>(
      Method::conversations_members, R"({"ok":true,"members":["U1","U2"],"response_metadata":{"next_cursor":""}})");
  CHECK(members.members == std::vector<base::UserId>{{"U1"}, {"U2"}});
  CHECK(members.next_cursor.empty());
}

TEST_CASE("an answer without what its method promises is no answer") {
  for (const Method method : {Method::users_lookup_by_email, Method::usergroups_list, Method::usergroups_users_list,
                              Method::conversations_list, Method::conversations_members}) {
    for (const std::string body :
         {R"({"ok":true})", R"({"ok":true,"user":7,"usergroups":{},"users":"U1","channels":null})"}) {
      const Reply reply = reply_to(method, body);
      REQUIRE(std::holds_alternative<ApiError>(reply));
      CHECK(std::get<ApiError>(reply).kind == ErrorClass::transient);
      CHECK(std::get<ApiError>(reply).error == "incomplete answer");
    }
  }
}

TEST_CASE("what is absent is an answer where it was asked for, and nowhere else") {
  const auto kind = [](Method method, const std::string& error) {
    return named_reply<ApiError>(method, R"({"ok":false,"error":")" + error + "\"}").kind;
  };
  CHECK(kind(Method::users_lookup_by_email, "users_not_found") == ErrorClass::absent);
  CHECK(kind(Method::usergroups_users_list, "no_such_subteam") == ErrorClass::absent);
  CHECK(kind(Method::conversations_members, "channel_not_found") == ErrorClass::absent);
  CHECK(kind(Method::usergroups_list, "no_such_subteam") == ErrorClass::transient);
  CHECK(kind(Method::conversations_list, "channel_not_found") == ErrorClass::transient);
}

}  // namespace
}  // namespace presenced::slack
