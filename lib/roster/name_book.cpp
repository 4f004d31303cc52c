#include "roster/name_book.h"

#include <algorithm>
#include <utility>

namespace presenced::roster {

using base::UserId;

NameBook::NameBook(const std::vector<history::NameResolved>& stored) {
  for (const history::NameResolved& one : stored) stored_.emplace(NameKey{one.kind, one.name}, one.users);
}

void NameBook::set(const watch::Watchlist& watchlist) {
  std::map<NameKey, Entry> before = std::exchange(entries_, {});
  for (const watch::Group& group : watchlist.groups) {
    for (const watch::Member& member : group.members) {
      const auto key = key_of(member.who);
      if (!key || entries_.contains(*key)) continue;
      Entry& entry = entries_[*key];
      if (const auto known = before.find(*key); known != before.end()) entry = std::move(known->second);
      if (const auto kept = stored_.find(*key); kept != stored_.end()) {
        entry.users = std::move(kept->second);
        entry.stored = true;
        stored_.erase(kept);
      }
      entry.who = member.who;
      std::string where = watch::place_of(watchlist, member);
      if (entry.where != where) entry.trouble.clear();  // to be said again, with its place
      entry.where = std::move(where);
    }
  }
  for (const auto& [key, users] : stored_) news_.records.emplace_back(history::NameDropped{key.first, key.second});
  stored_.clear();
  for (const auto& [key, entry] : before)
    if (!entries_.contains(key) && entry.stored)
      news_.records.emplace_back(history::NameDropped{key.first, key.second});
  news_.changed = true;
}

Entry* NameBook::find(const std::optional<NameKey>& key) {
  if (!key) return nullptr;
  const auto found = entries_.find(*key);
  return found == entries_.end() ? nullptr : &found->second;
}

const std::vector<UserId>* NameBook::known(const watch::Who& who) const {
  const auto key = key_of(who);
  const auto found = key ? entries_.find(*key) : entries_.end();
  return found == entries_.end() || !found->second.users ? nullptr : &*found->second.users;
}

std::vector<Unresolved> NameBook::unresolved() const {
  std::vector<Unresolved> all;
  for (const auto& [key, entry] : entries_)
    if (!entry.users || !entry.trouble.empty()) all.push_back({entry.where, watch::describe(entry.who), entry.trouble});
  return all;
}

void NameBook::conclude(Entry& entry, std::vector<UserId> users) {
  entry.trouble.clear();
  std::sort(users.begin(), users.end());
  users.erase(std::unique(users.begin(), users.end()), users.end());
  if (entry.users == users && entry.stored) return;
  entry.users = std::move(users);
  entry.stored = true;
  news_.changed = true;
  const NameKey key = *key_of(entry.who);
  news_.records.emplace_back(history::NameResolved{key.first, key.second, *entry.users, {}});
}

void NameBook::nobody(Entry& entry, const std::string& why) {
  if (entry.users && !entry.users->empty()) conclude(entry, {});
  complain(entry, why);
}

void NameBook::complain(Entry& entry, const std::string& why) {
  const bool kept = entry.users && !entry.users->empty();
  std::string trouble = (kept ? "is watched as before: " : "is not watched: ") + why;
  if (entry.trouble == trouble) return;
  entry.trouble = std::move(trouble);
  warn(entry.where + ": " + watch::describe(entry.who) + " " + entry.trouble);
}

void NameBook::restate(const UserId& user) {
  for (const auto& [key, entry] : entries_)
    if (entry.stored && entry.users && std::find(entry.users->begin(), entry.users->end(), user) != entry.users->end())
      news_.records.emplace_back(history::NameResolved{key.first, key.second, *entry.users, {}});
}

}  // namespace presenced::roster
