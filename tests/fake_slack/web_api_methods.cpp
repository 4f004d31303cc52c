// What each method answers when all is well.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "fake_slack/json.h"
#include "fake_slack/user_json.h"
#include "fake_slack/web_api.h"

namespace presenced::fake_slack {
namespace {

constexpr std::string_view kCursorPrefix = "next:";

std::string parameter(const HttpCall& call, std::string_view key) {
  const auto found = call.parameters.find(key);
  return found == call.parameters.end() ? std::string{} : found->second;
}

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// A cursor is opaque; like Slack's it ends in characters that a form must escape.
std::string cursor_for(std::size_t position) { return fmt::format("{}{}==", kCursorPrefix, position); }

std::optional<std::size_t> position_of(std::string_view cursor) {
  if (cursor.empty()) return 0;
  if (!cursor.starts_with(kCursorPrefix) || !cursor.ends_with("==")) return std::nullopt;
  return number(cursor.substr(kCursorPrefix.size(), cursor.size() - kCursorPrefix.size() - 2));
}

HttpAnswer done(JsonObject& body) {
  HttpAnswer answer;
  answer.ok = true;
  answer.body = body.boolean("ok", true).written();
  return answer;
}

HttpAnswer refused(std::string_view error) {
  HttpAnswer answer;
  answer.body = JsonObject{}.boolean("ok", false).text("error", error).written();
  return answer;
}

}  // namespace

HttpAnswer WebApi::rtm_connect(base::Instant now, const HttpCall& call, bool expired) {
  // Only the literal 1 switches batching on (wee-slack #496).
  const bool batch_aware = parameter(call, "batch_presence_aware") == "1";
  const std::string path = tickets_.issue(now.mono, random_, batch_aware, expired);
  JsonObject body(Escapes::ascii);  // "wss:\/\/...", as Slack writes it
  body.text("url", options_.url_base + path);
  body.raw("team", R"({"id":"T0FAKE","name":"Fake Workspace","domain":"fake"})");
  body.raw("self", JsonObject{}.text("id", self_.text).text("name", "presenced").written());
  return done(body);
}

HttpAnswer WebApi::auth_test() {
  JsonObject body(Escapes::ascii);
  body.text("url", "https://fake.slack.com/").text("team", "Fake Workspace").text("user", "presenced");
  body.text("team_id", "T0FAKE").text("user_id", self_.text);
  return done(body);
}

HttpAnswer WebApi::users_list(const HttpCall& call) {
  const auto& people = directory_.people();
  const auto from = position_of(parameter(call, "cursor"));
  if (!from || *from > people.size()) return refused("invalid_cursor");
  const std::size_t most = static_cast<std::size_t>(options_.users_list_page);
  const std::size_t asked = number(parameter(call, "limit")).value_or(0);
  const std::size_t to = std::min(people.size(), *from + (asked == 0 ? most : std::min(asked, most)));
  std::string members = "[";
  for (std::size_t i = *from; i < to; ++i) {
    if (i != *from) members += ',';
    members += user_json(people[i], options_, random_);
  }
  JsonObject more;
  more.text("next_cursor", to == people.size() ? "" : cursor_for(to));
  JsonObject body;
  body.raw("members", members + "]").raw("response_metadata", more.written());
  return done(body);
}

HttpAnswer WebApi::users_info(const HttpCall& call) {
  const Person* person = directory_.find({parameter(call, "user")});
  if (person == nullptr) return refused("user_not_found");
  JsonObject body;
  body.raw("user", user_json(*person, options_, random_));
  return done(body);
}

HttpAnswer WebApi::users_get_presence(const HttpCall& call) {
  const std::string asked = parameter(call, "user");
  const Person* person = directory_.find(asked.empty() ? self_ : base::UserId{asked});
  if (person == nullptr) return refused("user_not_found");
  JsonObject body;
  body.text("presence", base::name_of(person->presence));
  if (person->id == self_) body.boolean("online", true).boolean("auto_away", false).number("connection_count", 1);
  return done(body);
}

HttpAnswer WebApi::users_set_presence(const HttpCall& call) {
  const std::string presence = parameter(call, "presence");
  if (presence != "auto" && presence != "away") return refused("invalid_presence");
  JsonObject body;
  return done(body);
}

}  // namespace presenced::fake_slack
