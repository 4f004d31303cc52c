#include "fake_slack/group_json.h"

#include "fake_slack/json.h"

namespace presenced::fake_slack {
namespace {

constexpr std::size_t kMostInAnEvent = 500;

std::string finished(const JsonObject& object, const Options& options, base::Random& random) {
  return options.shuffle_keys ? object.shuffled(random) : object.written();
}

}  // namespace

std::string usergroup_json(const Usergroup& group, Members members, const Options& options, base::Random& random) {
  JsonObject json;
  json.text("id", group.id).text("team_id", "T0FAKE").boolean("is_usergroup", true).text("name", group.name);
  json.text("description", "").text("handle", group.handle).boolean("is_external", false);
  json.number("date_create", 1'446'598'059).number("date_update", group.updated);
  json.number("date_delete", group.disabled ? group.updated : 0).raw("auto_type", "null").raw("deleted_by", "null");
  json.raw("prefs", R"({"channels":[],"groups":[]})");
  const std::string count = std::to_string(group.members.size());
  if (options.shuffle_keys && random.below(2) == 0) {
    json.text("user_count", count);  // as in Slack's reference
  } else {
    json.raw("user_count", count);
  }
  if (members != Members::none) {
    const std::size_t most = members == Members::all ? group.members.size() : kMostInAnEvent;
    json.raw("users", json_array(group.members.page(0, most).users,
                                 [](const base::UserId& id) -> std::string_view { return id.text; }));
  }
  return finished(json, options, random);
}

std::string channel_json(const Channel& channel, bool is_member, const Options& options, base::Random& random) {
  JsonObject json;
  json.text("id", channel.id).text("name", channel.name).text("name_normalized", channel.name);
  json.boolean("is_channel", !channel.is_private).boolean("is_group", channel.is_private).boolean("is_im", false);
  json.boolean("is_mpim", false).boolean("is_private", channel.is_private).boolean("is_archived", channel.archived);
  json.boolean("is_member", is_member).number("created", 1'449'252'889).raw("topic", R"({"value":"","creator":""})");
  json.raw("num_members", std::to_string(channel.members.size()));
  return finished(json, options, random);
}

}  // namespace presenced::fake_slack
