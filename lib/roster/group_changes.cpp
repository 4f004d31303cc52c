#include "roster/group_changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace presenced::roster {
namespace {

constexpr std::size_t kEachNamed = 5;  // of those who join or leave a group at once

const GroupOfIds* find_group(const std::vector<GroupOfIds>& groups, const std::string& name) {
  const auto found =
      std::find_if(groups.begin(), groups.end(), [&](const GroupOfIds& one) { return one.name == name; });
  return found == groups.end() ? nullptr : &*found;
}

std::vector<base::UserId> sorted_users(const GroupOfIds* group, const std::vector<base::UserId>& forgotten) {
  std::vector<base::UserId> users = group == nullptr ? std::vector<base::UserId>{} : group->users;
  std::erase_if(users, [&](const base::UserId& user) {
    return std::find(forgotten.begin(), forgotten.end(), user) != forgotten.end();
  });
  std::sort(users.begin(), users.end());
  return users;
}

// Those of `users` who are not among `others`; both sorted.
void tell(const std::vector<base::UserId>& users, const std::vector<base::UserId>& others, std::string_view did,
          const std::string& group, std::vector<std::string>& told) {
  std::vector<base::UserId> who;
  std::set_difference(users.begin(), users.end(), others.begin(), others.end(), std::back_inserter(who));
  if (who.size() > kEachNamed) {
    told.push_back(fmt::format("{} people {} group {}", who.size(), did, group));
    return;
  }
  for (const base::UserId& user : who) told.push_back(fmt::format("{} {} group {}", user.text, did, group));
}

}  // namespace

std::vector<std::string> group_changes(const std::vector<GroupOfIds>& before, const std::vector<GroupOfIds>& after,
                                       const std::vector<base::UserId>& forgotten) {
  std::vector<std::string> told;
  for (const GroupOfIds& group : after) {
    const auto was = sorted_users(find_group(before, group.name), forgotten);
    const auto is = sorted_users(&group, forgotten);
    tell(is, was, "joined", group.name, told);
    tell(was, is, "left", group.name, told);
  }
  for (const GroupOfIds& group : before)
    if (find_group(after, group.name) == nullptr) tell(sorted_users(&group, forgotten), {}, "left", group.name, told);
  return told;
}

}  // namespace presenced::roster
