#include "roster/people_inquiries.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace presenced::roster {

using base::MonoTime;
using base::UserId;
using history::NameKind;

namespace {

std::string listed(const std::vector<UserId>& users) {
  std::string text;
  for (std::size_t i = 0; i < users.size(); ++i)
    text += (i == 0 ? "" : i + 1 == users.size() ? " and " : ", ") + users[i].text;
  return text;
}

}  // namespace

slack::Request MemberInquiry::ask() {
  if (!list_.running()) {
    wanted_ = false;
    std::set<std::string> handles;
    std::set<std::string> addresses;
    book_.each(NameKind::handle, [&](const std::string& name, const Entry&) { handles.insert(name); });
    book_.each(NameKind::email, [&](const std::string& name, const Entry&) {
      if (addresses_.queue.contains({NameKind::email, name})) addresses.insert(name);
    });
    list_.start(handles, addresses);
  }
  return slack::users_list(list_.cursor(), kPageSize);
}

void MemberInquiry::answered(const slack::Reply& reply, MonoTime) {
  const auto* page = std::get_if<slack::UserPage>(&reply);
  if (!page || !list_.running()) return;  // the walk was dropped in the meantime
  list_.add(*page);
  if (!list_.running()) finish();
}

void MemberInquiry::restart(MonoTime) {
  if (!list_.running()) return;
  list_.stop();
  wanted_ = true;
}

void MemberInquiry::finish() {
  pages_of_last_ = list_.pages();
  not_people_ = list_.not_people();
  book_.each(NameKind::handle, [&](const std::string& name, Entry& entry) {
    if (const auto found = list_.handles().find(name); found != list_.handles().end())
      conclude_handle(entry, found->second);
  });
  book_.each(NameKind::email, [&](const std::string& name, Entry& entry) {
    const auto found = list_.addresses().find(name);
    if (found == list_.addresses().end() || found->second.size() != 1) return;  // a look-up will tell
    addresses_.queue.remove({NameKind::email, name});
    book_.conclude(entry, found->second);
  });
}

void MemberInquiry::conclude_handle(Entry& entry, const std::vector<UserId>& matches) {
  if (matches.size() == 1) return book_.conclude(entry, matches);
  if (matches.empty())
    return book_.nobody(entry,
                        "no active member has this handle or display name; correct it, or name the member by id");
  const std::string why =
      "it is the handle or display name of " + listed(matches) + "; write the id of the one that you mean";
  // If somebody else takes the name, too, the watch of the person who has it already does not end.
  const bool still = entry.users && entry.users->size() == 1 &&
                     std::find(matches.begin(), matches.end(), entry.users->front()) != matches.end();
  still ? book_.complain(entry, why) : book_.nobody(entry, why);
}

slack::Request AddressInquiry::ask() {
  take();
  return slack::users_lookup_by_email(asked_->second);
}

void AddressInquiry::answered(const slack::Reply& reply, MonoTime now) {
  Entry* entry = forgiven(now);
  const auto* info = std::get_if<slack::UserInfo>(&reply);
  if (!entry || !info) return;
  if (info->user.deleted.value_or(false)) return book_.nobody(*entry, "the account with this address is deactivated");
  book_.conclude(*entry, {info->user.id});
}

void AddressInquiry::absent() {
  if (Entry* entry = book_.find(asked_))
    book_.nobody(*entry, "no active member has this address; correct it, or name the member by id");
}

}  // namespace presenced::roster
