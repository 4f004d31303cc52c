#include "roster/channel_inquiries.h"

#include <utility>

namespace presenced::roster {

using base::MonoTime;
using base::UserId;
using history::NameKind;

// ---- conversations.list ----

slack::Request ChannelInquiry::ask() {
  if (!walking_) {
    wanted_ = false;
    walking_ = true;
    cursor_.clear();
    left_.clear();
    book_.each(NameKind::channel, [&](const std::string& name, const Entry&) { left_.insert(name); });
  }
  return slack::conversations_list(cursor_, kPageSize, private_too_);
}

void ChannelInquiry::answered(const slack::Reply& reply, MonoTime now) {
  const auto* page = std::get_if<slack::ChannelPage>(&reply);
  if (!page || !walking_) return;  // the walk was dropped in the meantime
  for (const slack::Channel& channel : page->channels) {
    const auto left = left_.find(folded(channel.name));
    if (left == left_.end()) continue;
    const NameKey key{NameKind::channel, *left};
    left_.erase(left);
    if (Entry* entry = book_.find(key)) {
      entry->slack_id = channel.id;
      in_channels_.queue.add(key, now);
    }
  }
  cursor_ = page->next_cursor;
  if (left_.empty() || cursor_.empty()) finish();
}

void ChannelInquiry::finish() {
  walking_ = false;
  for (const std::string& name : left_) {
    const NameKey key{NameKind::channel, name};
    Entry* entry = book_.find(key);
    if (!entry) continue;
    in_channels_.lost(key, *entry);
    book_.nobody(*entry, private_too_
                             ? "the token cannot see an unarchived channel of this name; for a private one its user "
                               "or bot must be a member"
                             : "no unarchived public channel has this name; a private one needs the "
                               "scope groups:read");
  }
}

void ChannelInquiry::restart(MonoTime) {
  if (std::exchange(walking_, false)) wanted_ = true;
}

bool ChannelInquiry::content_with_less(const slack::ApiError& error) {
  return error.error == "missing_scope" && std::exchange(private_too_, false);  // the public ones need a scope less
}

// ---- conversations.members ----

slack::Request ChannelMemberInquiry::ask() {
  if (!book_.find(asked_)) {
    take();
    cursor_.clear();
    so_far_.clear();
  }
  return slack::conversations_members(book_.find(asked_)->slack_id, cursor_, kPageSize);
}

void ChannelMemberInquiry::answered(const slack::Reply& reply, MonoTime now) {
  Entry* entry = forgiven(now);
  const auto* page = std::get_if<slack::ChannelMemberPage>(&reply);
  if (!page) return;
  if (!entry) return asked_.reset();
  so_far_.insert(so_far_.end(), page->members.begin(), page->members.end());
  cursor_ = page->next_cursor;
  if (!cursor_.empty()) return;
  entry->members = std::exchange(so_far_, {});
  asked_.reset();
  settle();
}

void ChannelMemberInquiry::absent() {
  if (Entry* entry = book_.find(asked_)) book_.nobody(*entry, "Slack no longer shows this channel to the token");
  asked_.reset();
}

void ChannelMemberInquiry::unanswered(const std::string& error, MonoTime now, base::Random& random) {
  OneByOne::unanswered(error, now, random);
  asked_.reset();
}

void ChannelMemberInquiry::restart(MonoTime now) {
  if (!book_.find(asked_)) return;
  queue.defer(*asked_, now);
  asked_.reset();
}

void ChannelMemberInquiry::give_up_on_bots(const std::string& why) {
  if (std::exchange(bots_unknowable_, why) != why)
    book_.each(NameKind::channel, [&](const std::string&, const Entry& entry) {
      book_.warn(entry.where + ": " + watch::describe(entry.who) +
                 ": bots and deactivated accounts in it cannot be distinguished from people: " + why);
    });
  settle();
}

void ChannelMemberInquiry::member_list_is_read() {
  bots_unknowable_.clear();
  settle();
}

void ChannelMemberInquiry::settle() {
  const bool list_to_come = members_.has_work();
  if (list_to_come && bots_unknowable_.empty()) return;
  book_.each(NameKind::channel, [&](const std::string&, Entry& entry) {
    if (!entry.members) return;
    std::vector<UserId> users = *entry.members;
    if (!list_to_come) entry.members.reset();
    std::erase_if(users, [&](const UserId& user) { return members_.not_people().contains(user); });
    book_.conclude(entry, std::move(users));
  });
}

}  // namespace presenced::roster
