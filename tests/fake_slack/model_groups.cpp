// What becomes of user groups and channels, and who is told: of groups everybody, of a channel those who are in it.
#include <fmt/format.h>

#include <utility>

#include "fake_slack/model.h"

namespace presenced::fake_slack {

void Model::add_usergroup(base::Instant now, Usergroup group) {
  tick(now);
  group.updated = base::unix_ms(now.wall) / 1000;
  const std::string id = group.id;
  groups_.add(std::move(group));
  tell_usergroup(now, "subteam_created", id);
}

void Model::change_usergroup(base::Instant now, std::string_view id, const std::vector<base::UserId>& joining,
                             const std::vector<base::UserId>& leaving) {
  tick(now);
  Usergroup& group = groups_.usergroup(id);
  MembersChanged change;
  change.updated_before = group.updated;
  for (const base::UserId& user : leaving)
    if (group.members.remove(user)) change.removed.push_back(user);
  for (const base::UserId& user : joining)
    if (group.members.add(user)) change.added.push_back(user);
  if (change.added.empty() && change.removed.empty()) return;
  group.updated = base::unix_ms(now.wall) / 1000;
  for (const auto& [socket_id, socket] : sockets_)
    if (socket.listening()) say(now, socket_id, writer_.subteam_members_changed(group, change));
  tell_usergroup(now, "subteam_updated", id);
}

void Model::rename_usergroup(base::Instant now, std::string_view id, std::string handle) {
  tick(now);
  groups_.usergroup(id).handle = std::move(handle);
  groups_.usergroup(id).updated = base::unix_ms(now.wall) / 1000;
  tell_usergroup(now, "subteam_updated", id);
}

void Model::disable_usergroup(base::Instant now, std::string_view id, bool disabled) {
  tick(now);
  groups_.usergroup(id).disabled = disabled;
  groups_.usergroup(id).updated = base::unix_ms(now.wall) / 1000;
  tell_usergroup(now, "subteam_updated", id);
}

void Model::tell_usergroup(base::Instant now, std::string_view type, std::string_view id) {
  for (const auto& [socket_id, socket] : sockets_)
    if (socket.listening()) say(now, socket_id, writer_.subteam(type, groups_.usergroup(id)));
}

void Model::add_channel(Channel channel) { groups_.add(std::move(channel)); }

void Model::join_channel(base::Instant now, std::string_view id, const base::UserId& user) {
  tick(now);
  Channel& channel = groups_.channel(id);
  if (channel.members.add(user)) tell_channel(now, "member_joined_channel", channel, user);
}

void Model::leave_channel(base::Instant now, std::string_view id, const base::UserId& user) {
  tick(now);
  Channel& channel = groups_.channel(id);
  if (channel.members.remove(user)) tell_channel(now, "member_left_channel", channel, user);
}

void Model::tell_channel(base::Instant now, std::string_view type, const Channel& channel, const base::UserId& user) {
  if (!channel.members.contains(self_id()) && user != self_id()) return;
  for (const auto& [socket_id, socket] : sockets_)
    if (socket.listening()) say(now, socket_id, writer_.channel_member(type, channel, user, now.wall));
}

}  // namespace presenced::fake_slack
