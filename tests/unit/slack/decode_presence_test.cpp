#include <string>
#include <vector>

#include "decoded.h"

using namespace presenced;
using namespace presenced::slack;
using base::Presence;
using base::UserId;
using Users = std::vector<UserId>;

TEST_CASE("a presence change tells of one person") {
  const auto change = decoded_as<PresenceChange>(R"({"type":"presence_change","user":"U024BE7LH","presence":"away"})");
  CHECK(change.users == Users{{"U024BE7LH"}});
  CHECK(change.presence == Presence::away);
}

TEST_CASE("a batched presence change tells of many") {
  const auto change =
      decoded_as<PresenceChange>(R"({"presence":"active","users":["U024BE7LH","W012EA2U1"],"type":"presence_change"})");
  CHECK(change.users == Users{{"U024BE7LH"}, {"W012EA2U1"}});
  CHECK(change.presence == Presence::active);
}

TEST_CASE("presence_change_batch is the same event under another name") {
  const auto change =
      decoded_as<PresenceChange>(R"({"type":"presence_change_batch","users":["U1","U2"],"presence":"away"})");
  CHECK(change.users == Users{{"U1"}, {"U2"}});
}

TEST_CASE("user and users together are one set without duplicates") {
  const auto change = decoded_as<PresenceChange>(
      R"({"users":["U2","U1","U2","U3"],"user":"U1","presence":"away","type":"presence_change"})");
  CHECK(change.users == Users{{"U1"}, {"U2"}, {"U3"}});
}

TEST_CASE("either key may be null or empty when the other one is there") {
  CHECK(
      decoded_as<PresenceChange>(R"({"type":"presence_change","user":null,"users":["U1"],"presence":"away"})").users ==
      Users{{"U1"}});
  CHECK(decoded_as<PresenceChange>(R"({"type":"presence_change","user":"U1","users":null,"presence":"away"})").users ==
        Users{{"U1"}});
  CHECK(decoded_as<PresenceChange>(R"({"type":"presence_change","user":"U1","users":[],"presence":"away"})").users ==
        Users{{"U1"}});
  CHECK(decoded_as<PresenceChange>(R"({"type":"presence_change","user":"","users":["U1"],"presence":"away"})").users ==
        Users{{"U1"}});
}

TEST_CASE("what is no id among the users costs only itself") {
  const auto change = decoded_as<PresenceChange>(
      R"({"type":"presence_change","users":[7,"U1",null,"",["U9"],true,"U2"],"presence":"active"})");
  CHECK(change.users == Users{{"U1"}, {"U2"}});
}

TEST_CASE("a presence change of nobody is ignored") {
  for (const std::string_view who : {R"("x":1)", R"("user":null)", R"("user":"")", R"("user":7)", R"("users":[])",
                                     R"("users":[1,null])", R"("users":{})", R"("user":{"id":5})"}) {
    const std::string frame = R"({"type":"presence_change","presence":"away",)" + std::string(who) + "}";
    CHECK(decoded_as<Ignored>(frame).type == "presence_change");
  }
}

TEST_CASE("a presence that is neither active nor away changes nothing") {
  for (const std::string_view presence : {R"("x":1)", R"("presence":null)", R"("presence":true)", R"("presence":"")",
                                          R"("presence":"Away")", R"("presence":"online")", R"("presence":["away"])"}) {
    const std::string frame = R"({"type":"presence_change","user":"U1",)" + std::string(presence) + "}";
    CHECK(decoded_as<Ignored>(frame).type == "presence_change");
  }
}

TEST_CASE("our own manual presence is of no use") {
  CHECK(decoded_as<Ignored>(R"({"type":"manual_presence_change","presence":"active"})").type ==
        "manual_presence_change");
}

TEST_CASE("a thousand people in one event are a thousand, twice named or not") {
  std::string ids;
  for (int i = 0; i < 2000; ++i) ids += (i ? ",\"U" : "\"U") + std::to_string(i % 1000) + '"';
  const auto change =
      decoded_as<PresenceChange>(R"({"type":"presence_change","presence":"away","users":[)" + ids + "]}");
  CHECK(change.users.size() == 1000);
  CHECK(change.users.front().text == "U0");
  CHECK(change.users.back().text == "U999");
}

TEST_CASE("an invalidated user may be a record, a bare id or a list of either") {
  const Users one{{"U1"}};
  CHECK(decoded_as<UserInvalidated>(R"({"type":"user_invalidated","user":{"id":"U1"}})").users == one);
  CHECK(decoded_as<UserInvalidated>(R"({"type":"user_invalidated","user":"U1"})").users == one);
  CHECK(decoded_as<UserInvalidated>(R"({"type":"user_invalidated","users":["U1","U1"]})").users == one);
  CHECK(decoded_as<UserInvalidated>(R"({"type":"user_invalidated","users":[{"id":"U1"},"U2"],"user":"U1"})").users ==
        Users{{"U1"}, {"U2"}});
}

TEST_CASE("an invalidation of nobody is ignored") {
  CHECK(decoded_as<Ignored>(R"({"type":"user_invalidated"})").type == "user_invalidated");
  CHECK(decoded_as<Ignored>(R"({"type":"user_invalidated","user":{"ID":"U1"}})").type == "user_invalidated");
}
