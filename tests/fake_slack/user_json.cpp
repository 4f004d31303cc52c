#include "fake_slack/user_json.h"

#include "fake_slack/json.h"

namespace presenced::fake_slack {
namespace {

std::string entities_escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string profile_json(const Person& person, RecordShape shape, const Options& options, base::Random& random) {
  JsonObject profile(options.shuffle_keys && random.below(2) == 0 ? Escapes::ascii : Escapes::utf8);
  const base::Status& status = person.status;
  profile.text("real_name", person.real_name).text("display_name", "");
  profile.text("status_text", options.escape_entities ? entities_escaped(status.text) : status.text);
  profile.text("status_emoji", status.emoji).raw("status_emoji_display_info", "[]");
  profile.number("status_expiration", status.expires_at ? base::unix_ms(*status.expires_at) / 1000 : 0);
  profile.text("status_text_canonical", "");
  if (!person.email.empty() && shape.email) profile.text("email", person.email);
  constexpr std::string_view kNoFields[] = {"{}", "[]", "null"};  // all three were seen
  profile.raw("fields", std::string(kNoFields[random.below(3)]));
  return options.shuffle_keys ? profile.shuffled(random) : profile.written();
}

}  // namespace

std::string dnd_json(const base::Dnd& dnd) {
  const auto seconds = [](const std::optional<base::WallTime>& at) { return at ? base::unix_ms(*at) / 1000 : 1; };
  JsonObject status;
  status.boolean("dnd_enabled", dnd.enabled);
  status.number("next_dnd_start_ts", seconds(dnd.starts_at)).number("next_dnd_end_ts", seconds(dnd.ends_at));
  return status.written();
}

std::string user_json(const Person& person, RecordShape shape, const Options& options, base::Random& random) {
  const auto there = [&] { return !shape.reduced || random.below(2) == 0; };
  JsonObject user;
  user.text("id", person.id.text).text("team_id", person.guest ? kOtherTeamId : kTeamId);
  if (there()) user.text("name", person.name);
  if (there()) user.boolean("deleted", person.deleted);
  user.text("real_name", person.real_name);
  if (person.deleted || person.tz.empty()) {
    user.raw("tz", "null");  // a deactivated member has no time zone
  } else if (there()) {
    user.text("tz", person.tz);
  }
  if (there()) user.boolean("is_bot", person.is_bot);
  const bool in_huddle = person.huddle == base::Huddle::in;
  user.text("huddle_state", in_huddle ? "in_a_huddle" : "default_unset");
  user.number("huddle_state_expiration_ts", person.huddle_ends_at ? base::unix_ms(*person.huddle_ends_at) / 1000 : 0);
  user.number("updated", person.updated).raw("profile", profile_json(person, shape, options, random));
  return options.shuffle_keys ? user.shuffled(random) : user.written();
}

}  // namespace presenced::fake_slack
