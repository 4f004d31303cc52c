#include <cstdint>
#include <optional>
#include <string>

#include "decoded.h"
#include "samples.h"

using namespace presenced;
using namespace presenced::slack;

namespace {

UserChange changed(const std::string& record) {
  return decoded_as<UserChange>(R"({"type":"user_change","user":)" + record + "}");
}

// The status in a whole record whose profile is `profile`.
base::Status status_of(const std::string& profile) {
  const User user =
      changed(R"({"id":"U1","name":"kim","deleted":false,"is_bot":false,"profile":)" + profile + "}").user;
  REQUIRE(user.status);
  return *user.status;
}

std::optional<base::WallTime> expiry_of(const std::string& number) {
  return status_of(R"({"status_text":"x","status_expiration":)" + number + "}").expires_at;
}

std::optional<std::int64_t> event_us(const std::string& json) {
  return decoded_as<UserChange>(R"({"event_ts":)" + json + R"(,"user":{"id":"U1"},"type":"user_change"})").event_us;
}

}  // namespace

TEST_CASE("a member record is read as Slack documents it") {
  const auto change = decoded_as<UserChange>(kUserChangeFrame);
  CHECK(change.event_us == 1'648'596'712'000'001);
  const User& user = change.user;
  CHECK(user.id.text == "U1234567");
  CHECK(user.handle == "some-user");
  CHECK(user.display_name == "");
  CHECK(user.shown_name() == "some-user");
  CHECK(user.real_name == "Some User");
  CHECK(user.tz == "America/Los_Angeles");
  CHECK(user.is_bot == false);
  CHECK(user.deleted == false);
  CHECK(user.updated == 1'648'596'421);
  CHECK(user.status == base::Status{"riding a train", ":mountain_railway:", {}});
}

TEST_CASE("all four names of a changed record are the same event") {
  for (const std::string type : {"user_change", "user_status_changed", "user_huddle_changed", "user_profile_changed"})
    CHECK(decoded_as<UserChange>(R"({"user":{"id":"U1"},"type":")" + type + R"("})").user.id.text == "U1");
}

TEST_CASE("somebody new brings a record too") {
  const auto join = decoded_as<TeamJoin>(R"({"type":"team_join","user":{"id":"W1","is_bot":true,"deleted":true}})");
  CHECK(join.user.id.text == "W1");
  CHECK(join.user.is_bot == true);
  CHECK(join.user.deleted == true);
}

TEST_CASE("a record without an id, or no record, is ignored under its type") {
  for (const std::string user : {R"({"name":"x"})", R"({"id":null})", R"({"id":7})", R"({"id":""})", R"("U1")", "null",
                                 "[]", R"([{"id":"U1"}])"}) {
    CHECK(decoded_as<Ignored>(R"({"type":"user_change","user":)" + user + "}").type == "user_change");
    CHECK(decoded_as<Ignored>(R"({"type":"team_join","user":)" + user + "}").type == "team_join");
  }
  CHECK(decoded_as<Ignored>(R"({"type":"user_status_changed"})").type == "user_status_changed");
}

TEST_CASE("the display name wins over the handle where it is set") {
  CHECK(changed(R"({"id":"U1","name":"kim","profile":{"display_name":"Kim"}})").user.shown_name() == "Kim");
  CHECK(changed(R"({"id":"U1","name":"kim","profile":{"display_name":""}})").user.shown_name() == "kim");
  CHECK(changed(R"({"id":"U1","name":"kim","profile":{"display_name":null}})").user.shown_name() == "kim");
  CHECK(changed(R"({"id":"U1","name":"kim"})").user.shown_name() == "kim");
}

TEST_CASE("the real name is the record's, else the profile's") {
  CHECK(changed(R"({"id":"U1","real_name":"A","profile":{"real_name":"B"}})").user.real_name == "A");
  CHECK(changed(R"({"id":"U1","profile":{"real_name":"B"}})").user.real_name == "B");
}

TEST_CASE("any optional key may be missing, null or of the wrong type") {
  for (const std::string odd : {"null", "7", R"("x")", "true", "[]", "{}", "1.5"}) {
    CAPTURE(odd);
    const User user = changed(R"({"id":"U1","tz":)" + odd + R"(,"updated":)" + odd + R"(,"profile":{"fields":)" + odd +
                              R"(,"status_expiration":)" + odd + R"(,"status_emoji_display_info":)" + odd + "}}")
                          .user;
    CHECK(user.id.text == "U1");
    CHECK(user.tz.has_value() == (odd == R"("x")"));
    CHECK(user.updated.has_value() == (odd == "7" || odd == "1.5"));
    CHECK_FALSE(user.status);
  }
  const User user = changed(R"({"id":"U1","name":1,"real_name":[],"is_bot":"true","deleted":1,"profile":{)"
                            R"("display_name":{},"real_name":0,"status_text":5,"status_emoji":false}})")
                        .user;
  CHECK(user.shown_name().empty());
  CHECK_FALSE(user.handle);
  CHECK_FALSE(user.display_name);
  CHECK_FALSE(user.email);
  CHECK_FALSE(user.real_name);
  CHECK_FALSE(user.is_bot);  // not told, which is something else than false
  CHECK_FALSE(user.deleted);
  CHECK_FALSE(user.status);
}

TEST_CASE("without a profile a record says nothing of a status") {
  CHECK_FALSE(changed(R"({"id":"U1"})").user.status);
  CHECK_FALSE(changed(R"({"id":"U1","profile":null})").user.status);
  CHECK_FALSE(changed(R"({"id":"U1","profile":[]})").user.status);
}

TEST_CASE("old bug: a reduced record whose profile has no status keys was read as a cleared status") {
  for (const std::string reduced :
       {R"({"id":"U1","profile":{"real_name":"Kim"}})", R"({"id":"U1","name":"kim","profile":{}})",
        R"({"id":"U1","name":"kim","deleted":false,"profile":{"display_name":"Kim"}})",
        R"({"id":"U1","name":"kim","profile":{"status_text":null,"status_expiration":0}})"}) {
    CAPTURE(reduced);
    CHECK_FALSE(changed(reduced).user.status);
  }
  CHECK(changed(R"({"id":"U1","profile":{"status_emoji":""}})").user.status == base::Status{});
}

TEST_CASE("a cleared status has neither text nor emoji nor expiry") {
  const base::Status cleared;
  CHECK(status_of(R"({"status_text":"","status_emoji":"","status_expiration":0})") == cleared);
  CHECK(status_of(R"({"status_text":"","status_emoji":"","status_expiration":1648596421})") == cleared);
  CHECK(status_of(R"({"status_text":null,"status_emoji":null})") == cleared);
  CHECK(status_of(R"({"real_name":"never had one"})") == cleared);
}

TEST_CASE("a status may be a text or an emoji alone") {
  CHECK(status_of(R"({"status_text":"lunch"})") == base::Status{"lunch", "", {}});
  CHECK(status_of(R"({"status_emoji":":pizza:"})") == base::Status{"", ":pizza:", {}});
}

TEST_CASE("status_expiration is seconds, kept as milliseconds") {
  CHECK(expiry_of("1648596421") == base::wall_from_unix_ms(1'648'596'421'000));
  CHECK(expiry_of("1648596421.0") == base::wall_from_unix_ms(1'648'596'421'000));
}

TEST_CASE("old bug: an expiry written as a text or with a fraction was read as never") {
  const base::WallTime expected = base::wall_from_unix_ms(1'648'596'421'000);
  CHECK(expiry_of(R"("1648596421")") == expected);
  CHECK(expiry_of("1648596421.75") == expected);
  CHECK(expiry_of(R"("1648596421.75")") == expected);
}

TEST_CASE("the time of a record may be written as a text or with a fraction, too") {
  CHECK(changed(R"({"id":"U1","updated":"1648596421"})").user.updated == 1'648'596'421);
  CHECK(changed(R"({"id":"U1","updated":1648596421.5})").user.updated == 1'648'596'421);
}

TEST_CASE("an expiry that makes no sense is none") {
  for (const std::string number : {"0", "-1", "1648596421000", "9223372036854775807", "18446744073709551615",
                                   "-9223372036854775808", "1e300", "0.5", R"("soon")", R"("")", R"("0")", "null"}) {
    CAPTURE(number);
    CHECK_FALSE(expiry_of(number).has_value());
  }
}

TEST_CASE("escaped characters in a status are decoded once") {
  CHECK(status_of(R"({"status_text":"R&amp;D &lt;3 &amp;lt; &quot;"})").text == "R&D <3 &lt; &quot;");
}

TEST_CASE("a status is Unicode, escaped or not") {
  CHECK(status_of(R"({"status_text":"caf\u00e9 ☕ \ud83d\ude00"})").text == "café ☕ 😀");
}

TEST_CASE("an emoji cut in two becomes the replacement character and costs nothing else") {
  CHECK(status_of(R"({"status_text":"late \ud83d"})").text == "late \uFFFD");
}

TEST_CASE("event_ts is a string of seconds and microseconds, and may be a number") {
  CHECK(event_us(R"("1648596712.000001")") == 1'648'596'712'000'001);
  CHECK(event_us("1648596712") == 1'648'596'712'000'000);
  CHECK(event_us("1648596712.25") == 1'648'596'712'250'000);
}

TEST_CASE("an event_ts that is no time is none") {
  for (const std::string json : {"null", "true", "{}", "[]", R"("")", R"("yesterday")", "0", "-5", "1e300"}) {
    CAPTURE(json);
    CHECK_FALSE(event_us(json).has_value());
  }
  CHECK_FALSE(changed(R"({"id":"U1"})").event_us.has_value());
}
