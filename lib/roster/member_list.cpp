#include "roster/member_list.h"

#include <algorithm>
#include <optional>

#include "roster/names.h"

namespace presenced::roster {

using base::UserId;

namespace {

void match(std::map<std::string, std::vector<UserId>>& wanted, const std::optional<std::string>& name,
           const UserId& user) {
  if (!name) return;
  const auto found = wanted.find(folded(*name));
  if (found == wanted.end()) return;
  auto& users = found->second;
  if (std::find(users.begin(), users.end(), user) == users.end()) users.push_back(user);
}

}  // namespace

bool is_bot_or_deactivated(const slack::User& user) {
  return user.is_bot.value_or(false) || user.deleted.value_or(false) || user.id.text == "USLACKBOT";
}

void MemberList::start(const std::set<std::string>& handles, const std::set<std::string>& addresses) {
  *this = MemberList();
  running_ = true;
  for (const std::string& handle : handles) handles_[handle];
  for (const std::string& address : addresses) addresses_[address];
}

void MemberList::add(const slack::UserPage& page) {
  ++pages_;
  for (const slack::User& user : page.users) {
    if (is_bot_or_deactivated(user)) not_people_.insert(user.id);
    if (user.deleted.value_or(false)) continue;
    match(handles_, user.handle, user.id);
    match(handles_, user.display_name, user.id);
    match(addresses_, user.email, user.id);
  }
  cursor_ = page.next_cursor;
  if (cursor_.empty()) running_ = false;
}

}  // namespace presenced::roster
