#include "fake_slack/groups.h"

#include <cassert>
#include <utility>

namespace presenced::fake_slack {

bool Roll::add(const base::UserId& user) {
  if (!number_of_.emplace(user, newest_ + 1).second) return false;
  by_number_.emplace(++newest_, user);
  return true;
}

bool Roll::remove(const base::UserId& user) {
  const auto found = number_of_.find(user);
  if (found == number_of_.end()) return false;
  by_number_.erase(found->second);
  number_of_.erase(found);
  return true;
}

std::vector<base::UserId> Roll::members() const { return page(0, size()).users; }

Roll::Page Roll::page(std::uint64_t after, std::size_t most) const {
  Page page;
  page.last = after;
  auto at = by_number_.upper_bound(after);
  for (; at != by_number_.end() && page.users.size() < most; ++at) {
    page.users.push_back(at->second);
    page.last = at->first;
  }
  page.more = at != by_number_.end();
  return page;
}

void Groups::add(Usergroup group) {
  const bool is_new = usergroup_index_.emplace(group.id, usergroups_.size()).second;
  assert(is_new);
  static_cast<void>(is_new);
  usergroups_.push_back(std::move(group));
}

void Groups::add(Channel channel) {
  const bool is_new = channel_index_.emplace(channel.id, channels_.size()).second;
  assert(is_new);
  static_cast<void>(is_new);
  channels_.push_back(std::move(channel));
}

const Usergroup* Groups::find_usergroup(std::string_view id) const {
  const auto found = usergroup_index_.find(id);
  return found == usergroup_index_.end() ? nullptr : &usergroups_[found->second];
}

const Channel* Groups::find_channel(std::string_view id) const {
  const auto found = channel_index_.find(id);
  return found == channel_index_.end() ? nullptr : &channels_[found->second];
}

Usergroup& Groups::usergroup(std::string_view id) {
  const auto found = usergroup_index_.find(id);
  assert(found != usergroup_index_.end());
  return usergroups_[found->second];
}

Channel& Groups::channel(std::string_view id) {
  const auto found = channel_index_.find(id);
  assert(found != channel_index_.end());
  return channels_[found->second];
}

}  // namespace presenced::fake_slack
