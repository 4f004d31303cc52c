#include "slack/methods.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "slack/dnd.h"
#include "slack/json.h"
#include "slack/user.h"

namespace presenced::slack {
namespace {

std::string string_in(json::Object body, std::string_view parent, std::string_view key) {
  const auto object = json::object(body, parent);
  return object ? std::string(json::string_or_empty(*object, key)) : std::string();
}

// Of rtm.connect and apps.connections.open.
std::optional<Reply> read_socket_offered(json::Object body) {
  const std::string_view url = json::string_or_empty(body, "url");
  if (url.empty()) return std::nullopt;
  return SocketOffered{base::Secret(std::string(url))};
}

std::optional<Reply> read_user_info(json::Object body) {
  const auto record = json::object(body, "user");
  std::optional<User> user = record ? read_user(*record) : std::nullopt;
  if (!user) return std::nullopt;
  return UserInfo{std::move(*user)};
}

// One unreadable record does not cost the rest of the page.
std::optional<Reply> read_user_page(json::Object body) {
  const auto members = json::array(body, "members");
  if (!members) return std::nullopt;
  UserPage page;
  for (const json::Element member : *members) {
    json::Object record;
    if (member.get(record) != simdjson::SUCCESS) continue;
    if (std::optional<User> user = read_user(record)) page.users.push_back(std::move(*user));
  }
  page.next_cursor = string_in(body, "response_metadata", "next_cursor");
  return page;
}

// Texts of a list; what is none is passed over, like an unreadable record.
std::optional<std::vector<base::UserId>> read_user_ids(json::Object body, std::string_view key) {
  const auto list = json::array(body, key);
  if (!list) return std::nullopt;
  std::vector<base::UserId> ids;
  for (const json::Element element : *list) {
    std::string_view id;
    if (element.get(id) == simdjson::SUCCESS && !id.empty()) ids.push_back(base::UserId{std::string(id)});
  }
  return ids;
}

// The `id` and one more text of each record of a list.
template <class One>
std::optional<std::vector<One>> read_records(json::Object body, std::string_view list_key, std::string_view text_key) {
  const auto list = json::array(body, list_key);
  if (!list) return std::nullopt;
  std::vector<One> found;
  for (const json::Element element : *list) {
    json::Object record;
    if (element.get(record) != simdjson::SUCCESS) continue;
    const std::string_view id = json::string_or_empty(record, "id");
    const std::string_view text = json::string_or_empty(record, text_key);
    if (!id.empty() && !text.empty()) found.push_back(One{std::string(id), std::string(text)});
  }
  return found;
}

std::optional<Reply> read_usergroups(json::Object body) {
  auto found = read_records<Usergroup>(body, "usergroups", "handle");
  if (!found) return std::nullopt;
  return Usergroups{std::move(*found)};
}

std::optional<Reply> read_usergroup_users(json::Object body) {
  auto users = read_user_ids(body, "users");
  if (!users) return std::nullopt;
  return UsergroupUsers{std::move(*users)};
}

std::optional<Reply> read_channel_page(json::Object body) {
  auto found = read_records<Channel>(body, "channels", "name");
  if (!found) return std::nullopt;
  return ChannelPage{std::move(*found), string_in(body, "response_metadata", "next_cursor")};
}

std::optional<Reply> read_channel_members(json::Object body) {
  auto members = read_user_ids(body, "members");
  if (!members) return std::nullopt;
  return ChannelMemberPage{std::move(*members), string_in(body, "response_metadata", "next_cursor")};
}

std::optional<Reply> read_auth_tested(json::Object body) {
  const auto text = [&](std::string_view key) { return std::string(json::string_or_empty(body, key)); };
  AuthTested tested;
  tested.team_id = text("team_id");
  tested.team = text("team");
  tested.user_id = text("user_id");
  tested.user = text("user");
  tested.bot_id = text("bot_id");
  tested.app_id = text("app_id");
  tested.whole_organisation = json::boolean(body, "is_enterprise_install").value_or(false);
  return tested;
}

std::optional<Reply> read_presence_set(json::Object) { return PresenceSet{}; }

std::optional<Reply> read_user_presence(json::Object body) {
  const auto presence = base::presence_named(json::string_or_empty(body, "presence"));
  if (!presence) return std::nullopt;
  return UserPresence{*presence};
}

std::optional<Reply> read_dnd_team(json::Object body) {
  const auto users = json::object(body, "users");
  if (!users) return std::nullopt;
  DndTeam team;
  for (const auto& [id, element] : *users) {
    json::Object status;
    if (element.get(status) != simdjson::SUCCESS || id.empty()) continue;
    if (const auto dnd = read_dnd(status)) team.people.push_back({base::UserId{std::string(id)}, *dnd});
  }
  return team;
}

constexpr std::string_view kGroupsWithoutPlan = "user groups need a paid Slack plan: name their members one by one";

// clang-format off
constexpr auto kRows = std::to_array<MethodRow>({
    {Method::rtm_connect, "rtm.connect", 1, read_socket_offered, false,
     "rtm:stream", "to receive presence and statuses"},
    {Method::auth_test, "auth.test", 300, read_auth_tested, false, "", ""},
    {Method::users_info, "users.info", 100, read_user_info, true,
     "users:read", "to read statuses"},
    {Method::users_list, "users.list", 20, read_user_page, false,
     "users:read", "to read names and statuses"},
    {Method::users_set_presence, "users.setPresence", 50, read_presence_set, false,
     "users:write", "to show our own account as away"},
    {Method::users_get_presence, "users.getPresence", 50, read_user_presence, true,
     "users:read", "to poll presence"},
    {Method::users_lookup_by_email, "users.lookupByEmail", 50, read_user_info, true,
     "users:read.email", "to find people by address"},
    {Method::usergroups_list, "usergroups.list", 20, read_usergroups, false,
     "usergroups:read", "to find user groups", Credential::token, kGroupsWithoutPlan},
    {Method::usergroups_users_list, "usergroups.users.list", 20, read_usergroup_users, true,
     "usergroups:read", "to read the members of a user group", Credential::token, kGroupsWithoutPlan},
    {Method::conversations_list, "conversations.list", 20, read_channel_page, false,
     "channels:read", "to find channels"},
    {Method::conversations_members, "conversations.members", 100, read_channel_members, true,
     "channels:read", "to read the members of a channel"},
    {Method::apps_connections_open, "apps.connections.open", 1, read_socket_offered, false,
     "connections:write", "to receive changes of status over Socket Mode", Credential::app_token},
    {Method::dnd_team_info, "dnd.teamInfo", 20, read_dnd_team, false,
     "dnd:read", "to record do-not-disturb"},
});
// clang-format on

constexpr bool rows_are_in_order() {
  for (std::size_t i = 0; i < kRows.size(); ++i)
    if (static_cast<std::size_t>(kRows[i].method) != i) return false;
  return kRows.size() == kMethodCount;
}
static_assert(rows_are_in_order());

}  // namespace

std::span<const MethodRow, kMethodCount> method_rows() { return kRows; }

const MethodRow& row_of(Method method) { return kRows.at(static_cast<std::size_t>(method)); }

}  // namespace presenced::slack
