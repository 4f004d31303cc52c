// What each method answers when all is well; of groups and channels: web_api_groups.cpp; of tokens and apps:
// web_api_apps.cpp.
#include <algorithm>

#include "fake_slack/json.h"
#include "fake_slack/user_json.h"
#include "fake_slack/web_api.h"

namespace presenced::fake_slack {

using slack::Method;

constexpr std::size_t kMostInDndCall = 50;

HttpAnswer WebApi::rtm_connect(base::Instant now, const Call& call) {
  if (migrating_until_ && now.mono < *migrating_until_) return refused("migration_in_progress");
  if (auto missing = lacks(call, {slack::row_of(Method::rtm_connect).scope, "client", "bot"})) return *missing;
  // Only the literal 1 switches batching on (wee-slack #496).
  const bool batch_aware = parameter(call, "batch_presence_aware") == "1";
  const std::string path = tickets_.issue(now.mono, random_, batch_aware, call.wants_expired_url);
  JsonObject body(Escapes::ascii);  // "wss:\/\/...", as Slack writes it
  body.text("url", options_.url_base + path);
  body.raw("team", R"({"id":"T0FAKE","name":"Fake Workspace","domain":"fake"})");
  body.raw("self", JsonObject{}.text("id", self_.text).text("name", "presenced").written());
  return done(body);
}

std::size_t WebApi::page_size(const Call& call) const {
  const auto most = static_cast<std::size_t>(options_.page_size);
  const std::size_t asked = number(parameter(call, "limit")).value_or(0);
  return asked == 0 ? most : std::min(asked, most);
}

// A guest counts towards the page but is not in it: a page can be shorter than was asked for, and not be the last.
HttpAnswer WebApi::users_list(base::Instant now, const Call& call) {
  if (auto missing = lacks_scope_of(call, Method::users_list)) return *missing;
  const auto& people = directory_.people();
  const auto from = cursors_.read(now.mono, "users", parameter(call, "cursor"));
  if (!from || *from > people.size()) return refused("invalid_cursor");
  const std::size_t to = std::min(people.size(), *from + page_size(call));
  std::string members = "[";
  for (std::size_t i = *from; i < to; ++i) {
    if (people[i].guest) continue;
    if (members.size() > 1) members += ',';
    members += user_json(people[i], shape_for(call), options_, random_);
  }
  JsonObject more;
  more.text("next_cursor", to == people.size() ? "" : cursors_.issue(now.mono, "users", to));
  JsonObject body;
  body.raw("members", members + "]").raw("response_metadata", more.written());
  return done(body);
}

HttpAnswer WebApi::users_info(base::Instant, const Call& call) {
  if (auto missing = lacks_scope_of(call, Method::users_info)) return *missing;
  const Person* person = directory_.find({parameter(call, "user")});
  if (person == nullptr) return refused("user_not_found");
  JsonObject body;
  body.raw("user", user_json(*person, shape_for(call), options_, random_));
  return done(body);
}

HttpAnswer WebApi::users_lookup_by_email(base::Instant, const Call& call) {
  if (auto missing = lacks_scope_of(call, Method::users_lookup_by_email)) return *missing;
  const Person* person = directory_.find_by_email(parameter(call, "email"));
  if (person == nullptr || person->deleted || person->guest) return refused("users_not_found");
  JsonObject body;
  body.raw("user", user_json(*person, shape_for(call), options_, random_));
  return done(body);
}

HttpAnswer WebApi::users_get_presence(base::Instant, const Call& call) {
  if (auto missing = lacks(call, {"users:read"})) return *missing;
  const std::string asked = parameter(call, "user");
  const Person* person = directory_.find(asked.empty() ? self_ : base::UserId{asked});
  if (person == nullptr || person->guest) return refused("user_not_found");  // of another workspace: Slack Connect
  JsonObject body;
  body.text("presence", base::name_of(person->presence));
  if (person->id == self_) body.boolean("online", true).boolean("auto_away", false).number("connection_count", 1);
  return done(body);
}

// Whom the token does not see is left out.
HttpAnswer WebApi::dnd_team_info(base::Instant, const Call& call) {
  if (auto missing = lacks_scope_of(call, Method::dnd_team_info)) return *missing;
  const std::string asked = parameter(call, "users");
  JsonObject users;
  std::size_t count = 0;
  for (std::size_t begin = 0; begin < asked.size();) {
    const std::size_t end = std::min(asked.find(',', begin), asked.size());
    const Person* person = directory_.find({asked.substr(begin, end - begin)});
    if (person != nullptr && !person->guest) users.raw(person->id.text, dnd_json(person->dnd));
    begin = end + 1;
    ++count;
  }
  if (count > kMostInDndCall) return refused("too_many_users");
  JsonObject body;
  body.raw("users", users.written());
  return done(body);
}

HttpAnswer WebApi::users_set_presence(base::Instant, const Call& call) {
  if (auto missing = lacks_scope_of(call, Method::users_set_presence)) return *missing;
  const std::string presence = parameter(call, "presence");
  if (presence != "auto" && presence != "away") return refused("invalid_presence");
  JsonObject body;
  return done(body);
}

}  // namespace presenced::fake_slack
