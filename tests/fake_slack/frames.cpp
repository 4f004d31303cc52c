#include "fake_slack/frames.h"

#include <fmt/format.h>

#include "fake_slack/group_json.h"
#include "fake_slack/json.h"
#include "fake_slack/user_json.h"

namespace presenced::fake_slack {

std::string FrameWriter::finished(const JsonObject& object) {
  return options_.shuffle_keys ? object.shuffled(random_) : object.written();
}

std::string FrameWriter::hello() {
  JsonObject frame;
  frame.text("type", "hello");
  if (random_.below(2) == 0) return frame.written();  // the old form; today's says more
  frame.boolean("fast_reconnect", false).text("region", "us-west-2").boolean("start", true).text("host_id", "gs-fake");
  return finished(frame);
}

std::string FrameWriter::pong(const ClientFrame& ping) {
  JsonObject frame;
  frame.number("reply_to", ping.id).text("type", "pong");
  for (const auto& [key, json] : ping.flat) frame.raw(key, json);
  return finished(frame);
}

std::string FrameWriter::reply_error(std::int64_t reply_to, std::int64_t code, std::string_view message) {
  JsonObject error;
  error.number("code", code).text("msg", message);
  JsonObject frame;
  frame.boolean("ok", false).number("reply_to", reply_to).raw("error", error.written());
  return finished(frame);
}

std::string FrameWriter::rate_limited(std::int64_t reply_to) {
  if (random_.below(2) == 0) return reply_error(reply_to, -1, "slow down, too many messages...");
  JsonObject error;
  error.number("code", 17).text("msg", "Ratelimited").number("retry_after", 1);
  JsonObject frame;
  frame.boolean("ok", false).number("reply_to", reply_to).raw("error", error.written());
  return finished(frame);
}

std::string FrameWriter::connection_error(std::int64_t code, std::string_view message) {
  JsonObject error;
  error.number("code", code).text("msg", message).text("source", "gs-fake");
  JsonObject frame;
  frame.text("type", "error").raw("error", error.written());
  return finished(frame);
}

std::string FrameWriter::bare(std::string_view type) { return JsonObject{}.text("type", type).written(); }

PresenceForm FrameWriter::next_form(bool batch_aware) {
  if (!batch_aware) return PresenceForm::single;
  if (options_.presence_form != PresenceForm::mixed) return options_.presence_form;
  return static_cast<PresenceForm>(random_.below(static_cast<std::uint64_t>(PresenceForm::mixed)));
}

std::vector<FrameWriter::Told> FrameWriter::presence(const std::vector<base::UserId>& users, base::Presence presence,
                                                     bool batch_aware) {
  std::vector<Told> frames;
  for (std::size_t at = 0; at < users.size();) {
    const PresenceForm form = next_form(batch_aware);
    const bool many = form != PresenceForm::single;
    const auto from = users.begin() + static_cast<std::ptrdiff_t>(at);
    const std::vector<base::UserId> told(from, many ? users.end() : from + 1);
    JsonObject frame;
    frame.text("type", form == PresenceForm::batch_type ? "presence_change_batch" : "presence_change");
    if (form == PresenceForm::single || form == PresenceForm::user_and_users) frame.text("user", told.front().text);
    if (many) frame.raw("users", json_array(told, [](const base::UserId& id) -> std::string_view { return id.text; }));
    frame.text("presence", base::name_of(presence));
    at += told.size();
    frames.push_back({finished(frame), told});
  }
  return frames;
}

std::string FrameWriter::manual_presence(base::Presence presence) {
  JsonObject frame;
  frame.text("type", "manual_presence_change").text("presence", base::name_of(presence));
  return finished(frame);
}

std::string FrameWriter::user_event(std::string_view type, const Person& person, base::WallTime now) {
  JsonObject frame;
  const RecordShape shape{options_.scopes.contains("users:read.email"), false};
  frame.text("type", type).raw("user", user_json(person, shape, options_, random_)).number("cache_ts", person.updated);
  stamp(frame, now);
  return finished(frame);
}

void FrameWriter::stamp(JsonObject& frame, base::WallTime now) {
  if (random_.below(8) == 0) return;  // it may be absent
  const std::int64_t ms = base::unix_ms(now);
  frame.text("event_ts", fmt::format("{}.{:03}{:03}", ms / 1000, ms % 1000, random_.below(1000)));
}

std::string FrameWriter::dnd_event(const base::UserId& user, const base::Dnd& dnd, base::WallTime now) {
  JsonObject frame;
  frame.text("type", "dnd_updated_user").text("user", user.text).raw("dnd_status", dnd_json(dnd));
  stamp(frame, now);
  return finished(frame);
}

std::string FrameWriter::user_invalidated(const base::UserId& user) {
  JsonObject frame;
  frame.text("type", "user_invalidated");
  switch (random_.below(3)) {
    case 0:
      frame.raw("user", JsonObject{}.text("id", user.text).written());
      break;
    case 1:
      frame.text("user", user.text);
      break;
    default:
      frame.raw("users", "[" + fake_slack::quoted(user.text) + "]");
  }
  return finished(frame);
}

std::string FrameWriter::subteam_members_changed(const Usergroup& group, const MembersChanged& change) {
  const auto ids = [](const std::vector<base::UserId>& users) {
    return json_array(users, [](const base::UserId& id) -> std::string_view { return id.text; });
  };
  JsonObject frame;
  frame.text("type", "subteam_members_changed").text("subteam_id", group.id).text("team_id", "T0FAKE");
  frame.number("date_previous_update", change.updated_before).number("date_update", group.updated);
  frame.raw("added_users", ids(change.added)).text("added_users_count", std::to_string(change.added.size()));
  frame.raw("removed_users", ids(change.removed)).text("removed_users_count", std::to_string(change.removed.size()));
  return finished(frame);
}

std::string FrameWriter::subteam(std::string_view type, const Usergroup& group) {
  JsonObject frame;
  frame.text("type", type).raw("subteam", usergroup_json(group, Members::first_500, options_, random_));
  return finished(frame);
}

std::string FrameWriter::channel_member(std::string_view type, const Channel& channel, const base::UserId& user,
                                        base::WallTime now) {
  JsonObject frame;
  frame.text("type", type).text("user", user.text).text("channel", channel.id);
  frame.text("channel_type", channel.is_private ? "G" : "C").text("team", "T0FAKE");
  stamp(frame, now);
  return finished(frame);
}

std::string FrameWriter::noise(const base::UserId& about) {
  JsonObject frame;
  switch (random_.below(4)) {
    case 0:
      frame.text("type", "pref_change").text("name", "dnd_enabled").text("user", about.text);
      break;
    case 1:
      frame.text("type", "user_typing").text("channel", "C0FAKE").text("user", about.text);
      break;
    case 2:
      frame.text("type", "something_new").raw("user", R"({"nested":[1,null,{"type":"hello"}]})");
      break;
    default:
      return "{}";
  }
  return finished(frame);
}

std::string FrameWriter::reconnect_url() {
  JsonObject frame(Escapes::ascii);
  frame.text("type", "reconnect_url").text("url", options_.url_base + "/websocket/not-for-you");
  return finished(frame);
}

}  // namespace presenced::fake_slack
