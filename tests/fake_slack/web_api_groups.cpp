// User groups and channels: what their methods answer.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "fake_slack/group_json.h"
#include "fake_slack/json.h"
#include "fake_slack/web_api.h"

namespace presenced::fake_slack {
namespace {

std::string ids_json(const std::vector<base::UserId>& ids) {
  return json_array(ids, [](const base::UserId& id) -> std::string_view { return id.text; });
}

std::string metadata(std::string_view next_cursor) { return JsonObject{}.text("next_cursor", next_cursor).written(); }

// Which kinds of conversations a call asks for; nothing: a word that Slack does not know. It knows no spaces either.
struct Kinds {
  bool public_ones = false;
  bool private_ones = false;
};

std::optional<Kinds> kinds_of(std::string_view types) {
  if (types.empty()) return Kinds{true, false};
  Kinds kinds;
  while (!types.empty()) {
    const std::size_t end = types.find(',');
    const std::string_view type = types.substr(0, end);
    types = end == std::string_view::npos ? std::string_view{} : types.substr(end + 1);
    if (type == "public_channel") {
      kinds.public_ones = true;
    } else if (type == "private_channel") {
      kinds.private_ones = true;
    } else if (type != "im" && type != "mpim") {
      return std::nullopt;
    }
  }
  return kinds;
}

}  // namespace

HttpAnswer WebApi::usergroups_list(base::Instant, const Call& call) {
  if (auto missing = lacks_scope_of(call, slack::Method::usergroups_list)) return *missing;
  if (!options_.paid_plan) return refused("plan_upgrade_required");
  const Members members = flag(call, "include_users") ? Members::all : Members::none;
  std::string list = "[";
  for (const Usergroup& group : groups_.usergroups()) {
    if (group.disabled && !flag(call, "include_disabled")) continue;
    if (list.size() > 1) list += ',';
    list += usergroup_json(group, members, options_, random_);
  }
  JsonObject body;
  body.raw("usergroups", list + "]");
  return done(body);
}

HttpAnswer WebApi::usergroups_users_list(base::Instant, const Call& call) {
  if (auto missing = lacks_scope_of(call, slack::Method::usergroups_users_list)) return *missing;
  if (!options_.paid_plan) return refused("plan_upgrade_required");
  const Usergroup* group = groups_.find_usergroup(parameter(call, "usergroup"));
  if (group == nullptr || (group->disabled && !flag(call, "include_disabled"))) return refused("no_such_subteam");
  JsonObject body;
  body.raw("users", ids_json(group->members.members()));
  return done(body);
}

// What is archived, or of another kind, is left out after the page was filled, as Slack does: a page can be empty and
// not be the last. Private channels are shown to those who are in them.
HttpAnswer WebApi::conversations_list(base::Instant now, const Call& call) {
  const auto kinds = kinds_of(parameter(call, "types"));
  if (!kinds) return refused("invalid_types");
  if (kinds->public_ones)
    if (auto missing = lacks_scope_of(call, slack::Method::conversations_list)) return *missing;
  if (kinds->private_ones)
    if (auto missing = lacks(call, {"groups:read"})) return *missing;
  const auto& channels = groups_.channels();
  const auto from = cursors_.read(now.mono, "channels", parameter(call, "cursor"));
  if (!from || *from > channels.size()) return refused("invalid_cursor");
  const std::size_t to = std::min(channels.size(), *from + page_size(call));
  std::string list = "[";
  for (std::size_t i = *from; i < to; ++i) {
    const Channel& channel = channels[i];
    const bool member = channel.members.contains(self_);
    if (channel.archived && flag(call, "exclude_archived")) continue;
    if (channel.is_private ? !kinds->private_ones || !member : !kinds->public_ones) continue;
    if (list.size() > 1) list += ',';
    list += channel_json(channel, member, options_, random_);
  }
  JsonObject body;
  body.raw("channels", list + "]");
  body.raw("response_metadata", metadata(to == channels.size() ? "" : cursors_.issue(now.mono, "channels", to)));
  return done(body);
}

HttpAnswer WebApi::conversations_members(base::Instant now, const Call& call) {
  if (auto missing = lacks(call, {"channels:read", "groups:read"})) return *missing;
  const Channel* channel = groups_.find_channel(parameter(call, "channel"));
  if (channel == nullptr || (channel->is_private && !channel->members.contains(self_)))
    return refused("channel_not_found");
  if (auto missing = channel->is_private ? lacks(call, {"groups:read"}) : lacks(call, {"channels:read"}))
    return *missing;
  const std::string list = "members/" + channel->id;
  const auto after = cursors_.read(now.mono, list, parameter(call, "cursor"));
  if (!after) return refused("invalid_cursor");
  const Roll::Page page = channel->members.page(*after, page_size(call));
  JsonObject body;
  body.raw("members", ids_json(page.users));
  body.raw("response_metadata", metadata(page.more ? cursors_.issue(now.mono, list, page.last) : ""));
  return done(body);
}

}  // namespace presenced::fake_slack
