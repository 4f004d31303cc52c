#include "roster/usergroup_inquiries.h"

#include <map>
#include <string>
#include <utility>

namespace presenced::roster {

using base::MonoTime;
using base::UserId;
using history::NameKind;

slack::Request UsergroupInquiry::ask() {
  wanted_ = false;
  return slack::usergroups_list();
}

void UsergroupInquiry::answered(const slack::Reply& reply, MonoTime now) {
  const auto* found = std::get_if<slack::Usergroups>(&reply);
  if (!found) return;
  std::map<std::string, std::string> id_of;
  for (const slack::Usergroup& one : found->usergroups) id_of.emplace(folded(one.handle), one.id);
  book_.each(NameKind::usergroup, [&](const std::string& name, Entry& entry) {
    const auto one = id_of.find(name);
    const NameKey key{NameKind::usergroup, name};
    if (one != id_of.end()) {
      entry.slack_id = one->second;
      in_groups_.queue.add(key, now);
      return;
    }
    in_groups_.lost(key, entry);
    book_.nobody(entry, "Slack has no user group with this handle, or it is disabled; correct it");
  });
}

slack::Request UsergroupMemberInquiry::ask() { return slack::usergroups_users_list(take()->slack_id); }

void UsergroupMemberInquiry::answered(const slack::Reply& reply, MonoTime now) {
  Entry* entry = forgiven(now);
  const auto* found = std::get_if<slack::UsergroupUsers>(&reply);
  if (!entry || !found) return;
  std::vector<UserId> users = found->users;
  std::erase_if(users, [&](const UserId& user) { return members_.not_people().contains(user); });
  book_.conclude(*entry, std::move(users));
}

void UsergroupMemberInquiry::absent() {
  if (Entry* entry = book_.find(asked_)) book_.nobody(*entry, "this user group no longer exists in Slack");
}

}  // namespace presenced::roster
