// Events after which a name on the watchlist may stand for somebody else.
#include <doctest/doctest.h>

#include "decoded.h"

namespace presenced::slack {
namespace {

TEST_CASE("a user group's events name the group") {
  CHECK(decoded_as<SubteamMembersChanged>(
            R"({"type":"subteam_members_changed","subteam_id":"S1","added_users":["U1"],"removed_users_count":"0"})")
            .subteam == "S1");
  CHECK(decoded_as<SubteamUpdated>(R"({"subteam":{"id":"S2","handle":"sre"},"type":"subteam_updated"})").subteam ==
        "S2");
  CHECK(decoded_as<SubteamUpdated>(R"({"type":"subteam_created","subteam":{"id":"S3"}})").subteam == "S3");
}

TEST_CASE("a channel's events name the channel") {
  CHECK(decoded_as<ChannelMembersChanged>(
            R"({"type":"member_joined_channel","user":"W1","channel":"C1","channel_type":"C","inviter":"U2"})")
            .channel == "C1");
  CHECK(decoded_as<ChannelMembersChanged>(R"({"type":"member_left_channel","user":"U1","channel":"G1"})").channel ==
        "G1");
}

TEST_CASE("an event that does not say which is of no use") {
  for (const std::string frame :
       {R"({"type":"subteam_members_changed"})", R"({"type":"subteam_members_changed","subteam_id":""})",
        R"({"type":"subteam_updated","subteam":"S1"})", R"({"type":"subteam_updated","subteam":{"id":null}})",
        R"({"type":"member_joined_channel","user":"U1"})", R"({"type":"member_left_channel","channel":7})"})
    decoded_as<Ignored>(frame);
}

}  // namespace
}  // namespace presenced::slack
