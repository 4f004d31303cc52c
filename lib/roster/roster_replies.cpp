// What Slack's answers mean for the names.
#include <algorithm>
#include <string_view>

#include "roster/roster.h"

namespace presenced::roster {

using base::MonoTime;
using base::UserId;
using history::NameKind;
using slack::ErrorClass;
using slack::Method;

namespace {

std::string refusal(Method method, const slack::ApiError& error) {
  return std::string(slack::row_of(method).name) + " was refused (" + error.error + "); " + slack::advice(method, error);
}

std::string listed(const std::vector<UserId>& users) {
  std::string text;
  for (std::size_t i = 0; i < users.size(); ++i)
    text += (i == 0 ? "" : i + 1 == users.size() ? " and " : ", ") + users[i].text;
  return text;
}

}  // namespace

void Roster::replied(Method method, const slack::Reply& reply, MonoTime now, MethodPace& pace) {
  in_flight_.erase(method);
  if (const auto* error = std::get_if<slack::ApiError>(&reply)) return failed(method, *error, now, pace);
  backoff_.erase(method);
  waiting_.erase(method);
  refused_until_.erase(method);
  if (asked_address_ && method == Method::users_lookup_by_email) addresses_.forgive(*asked_address_, now);
  if (asked_usergroup_ && method == Method::usergroups_users_list) group_members_.forgive(*asked_usergroup_, now);
  if (asked_channel_ && method == Method::conversations_members) channel_members_.forgive(*asked_channel_, now);
  understand(method, reply, now);
}

void Roster::understand(Method method, const slack::Reply& reply, MonoTime now) {
  if (const auto* page = std::get_if<slack::UserPage>(&reply)) found_page(*page);
  if (const auto* info = std::get_if<slack::UserInfo>(&reply); info && method == Method::users_lookup_by_email)
    found_address(*info);
  if (const auto* groups = std::get_if<slack::Usergroups>(&reply)) found_usergroups(*groups, now);
  if (const auto* users = std::get_if<slack::UsergroupUsers>(&reply)) found_usergroup_users(*users);
  if (const auto* channels = std::get_if<slack::ChannelPage>(&reply)) found_channels(*channels, now);
  if (const auto* members = std::get_if<slack::ChannelMemberPage>(&reply)) found_channel_members(*members);
}

// ---- failures ----

void Roster::failed(Method method, const slack::ApiError& error, MonoTime now, MethodPace& pace) {
  if (error.kind == ErrorClass::absent) return absent(method);
  if (error.of_this_one) return failed_for_one(method, error, now);
  ask_again(method, now);
  if (method == Method::conversations_list && private_channels_ && error.error == "missing_scope") {
    private_channels_ = false;  // the public ones need a scope less
    return restart(method, now);
  }
  if (slack::is_refusal(error.kind)) {
    refused_until_[method] = now + kRefusedPause;
    return blame(method, error);
  }
  session::Backoff& backoff = backoff_[method];
  const base::Millis pause = backoff.next(random_);
  pace.not_before(method, now + std::max(pause, base::Millis{error.retry_after.value_or(std::chrono::seconds{0})}));
  if (error.error == "ratelimited") return;  // as long as Slack says
  constexpr int kStale = 3;                  // a cursor may have gone stale
  if (error.error == "invalid_cursor" || backoff.failures() % kStale == 0) restart(method, now);
  if (method == Method::users_list && backoff.failures() >= kListPatience)
    give_up_on_bots("users.list does not answer (" + error.error + ")");
  if (std::exchange(waiting_[method], error.error) != error.error)
    news_.warnings.push_back(std::string(slack::row_of(method).name) + ": " + error.error +
                             "; names on the watchlist wait for it, and what is known of them stays in force");
}

// Others of its kind may well be answered, so only this one waits.
void Roster::failed_for_one(Method method, const slack::ApiError& error, MonoTime now) {
  const bool of_address = method == Method::users_lookup_by_email;
  const bool of_usergroup = method == Method::usergroups_users_list;
  auto& queue = of_address ? addresses_ : of_usergroup ? group_members_ : channel_members_;
  const auto key = of_address ? asked_address_ : of_usergroup ? asked_usergroup_ : asked_channel_;
  if (method == Method::conversations_members) asked_channel_.reset();
  Entry* entry = find(key);
  if (!entry || queue.failed(*key, now, random_) < queue.kPatience) return;
  complain(*entry, "Slack does not show it to the token (" + std::string(slack::row_of(method).name) + ": " + error.error +
                       "); it is asked about again every hour");
}

// What the failed call was about is still wanted, in its turn. Walks go on at their cursor by themselves.
void Roster::ask_again(Method method, MonoTime now) {
  if (method == Method::usergroups_list) want_usergroups_ = true;
  if (method == Method::users_lookup_by_email && find(asked_address_)) addresses_.defer(*asked_address_, now);
  if (method == Method::usergroups_users_list && find(asked_usergroup_)) group_members_.defer(*asked_usergroup_, now);
}

void Roster::restart(Method method, MonoTime now) {
  if (method == Method::users_list && list_.running()) {
    list_.stop();
    want_list_ = true;
  }
  if (method == Method::conversations_list && std::exchange(listing_channels_, false)) want_channels_ = true;
  if (method == Method::conversations_members && find(asked_channel_)) {
    channel_members_.defer(*asked_channel_, now);
    asked_channel_.reset();
  }
}

void Roster::absent(Method method) {
  if (method == Method::users_lookup_by_email) {
    if (Entry* entry = find(asked_address_))
      nobody(*entry, "no active member has this address; correct it, or name the member by id");
  } else if (method == Method::usergroups_users_list) {
    if (Entry* entry = find(asked_usergroup_)) nobody(*entry, "Slack has no such user group any more");
  } else if (method == Method::conversations_members) {
    if (Entry* entry = find(asked_channel_)) nobody(*entry, "Slack does not show this channel to the token any more");
    asked_channel_.reset();
  }
}

// The names that the method is needed for, each with its place.
void Roster::blame(Method method, const slack::ApiError& error) {
  const std::string why = refusal(method, error);
  const NameKind kind = method == Method::users_list              ? NameKind::handle
                        : method == Method::users_lookup_by_email ? NameKind::email
                        : method == Method::usergroups_list || method == Method::usergroups_users_list
                            ? NameKind::usergroup
                            : NameKind::channel;
  each(kind, [&](const std::string&, Entry& entry) { complain(entry, why); });
  if (method != Method::users_list) return;
  // Refused whatever is asked, or for minutes: nothing is learnt of the method.
  if (slack::refuses_token(error.error) || error.kind == ErrorClass::slow)
    return each(NameKind::channel, [&](const std::string&, Entry& entry) { complain(entry, why); });
  give_up_on_bots(why);
}

void Roster::give_up_on_bots(const std::string& why) {
  if (std::exchange(bots_unknowable_, why) != why)
    each(NameKind::channel, [&](const std::string&, const Entry& entry) {
      news_.warnings.push_back(entry.where + ": " + watch::describe(entry.who) +
                               ": bots and deactivated accounts in it cannot be told from people: " + why);
    });
  settle_channels();
}

// ---- people by address and handle ----

void Roster::found_address(const slack::UserInfo& info) {
  Entry* entry = find(asked_address_);
  if (!entry) return;
  if (info.user.deleted.value_or(false)) return nobody(*entry, "the account with this address is deactivated");
  conclude(*entry, {info.user.id});
}

void Roster::found_page(const slack::UserPage& page) {
  if (!list_.running()) return;  // begun anew in the meantime
  list_.add(page);
  if (!list_.running()) finish_member_list();
}

void Roster::finish_member_list() {
  pages_of_last_list_ = list_.pages();
  bots_unknowable_.clear();
  no_people_ = list_.no_people();
  each(NameKind::handle, [&](const std::string& name, Entry& entry) {
    if (const auto found = list_.handles().find(name); found != list_.handles().end())
      conclude_handle(entry, found->second);
  });
  each(NameKind::email, [&](const std::string& name, Entry& entry) {
    const auto found = list_.addresses().find(name);
    if (found == list_.addresses().end() || found->second.size() != 1) return;  // a look-up will tell
    addresses_.remove({NameKind::email, name});
    conclude(entry, found->second);
  });
  settle_channels();
}

void Roster::conclude_handle(Entry& entry, const std::vector<UserId>& matches) {
  if (matches.size() == 1) return conclude(entry, matches);
  if (matches.empty())
    return nobody(entry, "no active member has this handle or display name; correct it, or name the member by id");
  const std::string why =
      "it is the handle or display name of " + listed(matches) + "; write the id of the one that is meant";
  // Somebody else taking the name does not end the watch of the one who has it still.
  const bool still = entry.users && entry.users->size() == 1 &&
                     std::find(matches.begin(), matches.end(), entry.users->front()) != matches.end();
  still ? complain(entry, why) : nobody(entry, why);
}

// ---- user groups ----

void Roster::found_usergroups(const slack::Usergroups& found, MonoTime now) {
  std::map<std::string, std::string> id_of;
  for (const slack::Usergroup& one : found.usergroups) id_of.emplace(folded(one.handle), one.id);
  each(NameKind::usergroup, [&](const std::string& name, Entry& entry) {
    const auto one = id_of.find(name);
    const NameKey key{NameKind::usergroup, name};
    if (one != id_of.end()) {
      entry.slack_id = one->second;
      group_members_.add(key, now);
      return;
    }
    lost(key, entry);
    nobody(entry, "Slack has no user group with this handle, or it is disabled; correct it");
  });
}

void Roster::found_usergroup_users(const slack::UsergroupUsers& found) {
  Entry* entry = find(asked_usergroup_);
  if (!entry) return;
  std::vector<UserId> users = found.users;
  std::erase_if(users, [&](const UserId& user) { return no_people_.contains(user); });
  conclude(*entry, std::move(users));
}

// Whatever had this name is called otherwise now, or is no more: what is told of its members is not about the name.
void Roster::lost(const NameKey& key, Entry& entry) {
  entry.slack_id.clear();
  entry.members.reset();
  group_members_.remove(key);
  channel_members_.remove(key);
  if (asked_usergroup_ == key) asked_usergroup_.reset();
  if (asked_channel_ == key) asked_channel_.reset();
}

// ---- channels ----

void Roster::found_channels(const slack::ChannelPage& page, MonoTime now) {
  if (!listing_channels_) return;  // begun anew in the meantime
  for (const slack::Channel& channel : page.channels) {
    const auto left = channels_left_.find(folded(channel.name));
    if (left == channels_left_.end()) continue;
    const NameKey key{NameKind::channel, *left};
    channels_left_.erase(left);
    if (Entry* entry = find(key)) {
      entry->slack_id = channel.id;
      channel_members_.add(key, now);
    }
  }
  channels_cursor_ = page.next_cursor;
  if (!channels_left_.empty() && !channels_cursor_.empty()) return;
  listing_channels_ = false;
  for (const std::string& name : channels_left_)
    if (Entry* entry = find(NameKey{NameKind::channel, name})) {
      lost({NameKind::channel, name}, *entry);
      nobody(*entry, private_channels_
                         ? "the token sees no such channel that is not archived; for a private one its user "
                           "or bot has to be in it"
                         : "there is no such public channel that is not archived; private ones need the "
                           "scope groups:read");
    }
}

void Roster::found_channel_members(const slack::ChannelMemberPage& page) {
  Entry* entry = find(asked_channel_);
  if (!entry) return asked_channel_.reset();
  members_so_far_.insert(members_so_far_.end(), page.members.begin(), page.members.end());
  members_cursor_ = page.next_cursor;
  if (!members_cursor_.empty()) return;
  entry->members = std::exchange(members_so_far_, {});
  asked_channel_.reset();
  settle_channels();
}

// Bots in a channel are not people, and only the list of members tells who they are. While it is to come nothing is
// concluded: or they would be watched for a minute. Where Slack does not let the token have it, they are watched until
// it does.
void Roster::settle_channels() {
  const bool list_to_come = has_work(Method::users_list);
  if (list_to_come && bots_unknowable_.empty()) return;
  each(NameKind::channel, [&](const std::string&, Entry& entry) {
    if (!entry.members) return;
    std::vector<UserId> users = *entry.members;
    if (!list_to_come) entry.members.reset();
    std::erase_if(users, [&](const UserId& user) { return no_people_.contains(user); });
    conclude(entry, std::move(users));
  });
}

}  // namespace presenced::roster
