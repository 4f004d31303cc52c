// Do-not-disturb and huddles, as events, records and answers tell them.
#include <doctest/doctest.h>

#include "slack/report.h"
#include "slack/web_api.h"
#include "unit/slack/decoded.h"

namespace presenced::slack {
namespace {

base::WallTime second(std::int64_t seconds) { return base::wall_from_unix_ms(seconds * 1000); }

std::string dnd_frame(const std::string& status) {
  return R"({"type":"dnd_updated_user","user":"U1","dnd_status":)" + status + R"(,"event_ts":"1450387000.000100"})";
}
std::string huddle_frame(const std::string& keys) {
  return R"({"type":"user_huddle_changed","user":{"id":"U1")" + keys + "}}";
}

TEST_CASE("do-not-disturb is a schedule and its window") {
  const auto change = decoded_as<DndChange>(
      dnd_frame(R"({"dnd_enabled":true,"next_dnd_start_ts":1450387800,"next_dnd_end_ts":1450423800})"));
  CHECK(change.user.text == "U1");
  CHECK(change.dnd == base::Dnd{true, second(1450387800), second(1450423800)});
  CHECK(change.event_us == 1450387000000100);
}

TEST_CASE("where the ends of the window are 1, 0 or missing, or it ends before it begins, there is no window") {
  for (const char* status : {R"({"dnd_enabled":false,"next_dnd_start_ts":1,"next_dnd_end_ts":1})",
                             R"({"dnd_enabled":false,"next_dnd_start_ts":0,"next_dnd_end_ts":0})",
                             R"({"dnd_enabled":false})", R"({"dnd_enabled":false,"next_dnd_start_ts":1450387800})",
                             R"({"dnd_enabled":false,"next_dnd_start_ts":1450387800,"next_dnd_end_ts":1450387800})"}) {
    CAPTURE(status);
    CHECK(decoded_as<DndChange>(dnd_frame(status)).dnd == base::Dnd{});
  }
}

TEST_CASE("a do-not-disturb event that does not say what it is about is of no use") {
  CHECK(decoded_as<Ignored>(dnd_frame("{}")).type == "dnd_updated_user");
  CHECK(decoded_as<Ignored>(dnd_frame("null")).type == "dnd_updated_user");
  CHECK(decoded_as<Ignored>(R"({"type":"dnd_updated_user","dnd_status":{"dnd_enabled":true}})").type ==
        "dnd_updated_user");
}

TEST_CASE("a record tells whether somebody is in a huddle, and when that ends at the latest") {
  const auto in =
      decoded_as<UserChange>(huddle_frame(R"(,"huddle_state":"in_a_huddle","huddle_state_expiration_ts":1648598000)"));
  CHECK(in.user.huddle == base::Huddle::in);
  CHECK(in.user.huddle_ends_at == second(1648598000));
  const auto out =
      decoded_as<UserChange>(huddle_frame(R"(,"huddle_state":"default_unset","huddle_state_expiration_ts":1)"));
  CHECK(out.user.huddle == base::Huddle::out);
  CHECK(!out.user.huddle_ends_at);
  CHECK(!decoded_as<UserChange>(huddle_frame("")).user.huddle);
  CHECK(!decoded_as<UserChange>(huddle_frame(R"(,"huddle_state":"on_a_stage")")).user.huddle);
}

TEST_CASE("dnd.teamInfo is asked about several people at once, and answers of those whom it shows") {
  CHECK(form_body(dnd_team_info({base::UserId{"U1"}, base::UserId{"U2"}})) == "users=U1%2CU2");
  HttpReply reply;
  reply.status = 200;
  reply.body = R"({"ok":true,"users":{"U1":{"dnd_enabled":true,"next_dnd_start_ts":1450387800,)"
               R"("next_dnd_end_ts":1450423800},"U2":null,"U3":{"dnd_enabled":false}}})";
  const auto team = std::get<DndTeam>(decode_reply(Method::dnd_team_info, reply));
  REQUIRE(team.people.size() == 2);
  CHECK(team.people[0].user.text == "U1");
  CHECK(team.people[0].dnd.enabled);
  CHECK(team.people[1].dnd == base::Dnd{});
  reply.body = R"({"ok":true})";
  CHECK(std::get<ApiError>(decode_reply(Method::dnd_team_info, reply)).error == "incomplete answer");
}

TEST_CASE("a report holds each state that an event tells") {
  User user;
  user.id.text = "U1";
  CHECK(report_of(user).states.empty());
  user.status = base::Status{"lunch", "", {}};
  user.huddle = base::Huddle::in;
  user.updated = 7;
  const Report report = report_of(UserChange{user, 8, {}});
  CHECK(report.states == std::vector<base::State>{*user.status, base::Huddle::in});
  CHECK(report.updated == 7);
  CHECK(report.event_us == 8);
}

}  // namespace
}  // namespace presenced::slack
