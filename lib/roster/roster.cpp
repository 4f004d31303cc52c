#include "roster/roster.h"

#include <algorithm>
#include <utility>

namespace presenced::roster {

using base::MonoTime;
using base::UserId;
using history::NameKind;

Roster::Roster(base::Millis interval, const std::vector<history::NameResolved>& stored, std::vector<UserId> forgotten,
               base::Random random)
    : interval_(interval), random_(random), forgotten_(std::move(forgotten)) {
  for (const history::NameResolved& one : stored) stored_.emplace(NameKey{one.kind, one.name}, one.users);
}

void Roster::set(watch::SharedWatchlist watchlist, MonoTime now) {
  watchlist_ = std::move(watchlist);
  Entries before = std::exchange(entries_, {});
  for (const watch::Group& group : watchlist_->groups) {
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
      std::string where = watch::place_of(*watchlist_, member);
      if (entry.where != where) entry.trouble.clear();  // to be said again, with its place
      entry.where = std::move(where);
    }
  }
  for (const auto& [key, users] : stored_) news_.records.emplace_back(history::NameDropped{key.first, key.second});
  stored_.clear();
  for (const auto& [key, entry] : before)
    if (!entries_.contains(key) && entry.stored)
      news_.records.emplace_back(history::NameDropped{key.first, key.second});
  dirty_ = true;
  refused_until_.clear();  // a token may have been replaced
  doubtful_addresses_.clear();
  private_channels_ = true;
  if (!find(asked_channel_)) asked_channel_.reset();
  refresh(now, true);
}

void Roster::forget(const UserId& user) {
  forgotten_.push_back(user);
  dirty_ = true;
}

void Roster::allow(const UserId& user) {
  std::erase(forgotten_, user);
  dirty_ = true;
  restate(user);
}

void Roster::restate(const UserId& user) {
  for (const auto& [key, entry] : entries_)
    if (entry.stored && entry.users && std::find(entry.users->begin(), entry.users->end(), user) != entry.users->end())
      news_.records.emplace_back(history::NameResolved{key.first, key.second, *entry.users, {}});
}

std::vector<std::string> Roster::places_naming(const UserId& user) const {
  return roster::places_naming(*watchlist_, user, [this](const watch::Who& who) { return known(who); });
}

// ---- when to ask ----

void Roster::refresh(MonoTime now, bool anew) {
  refresh_at_.reset();
  want_everything(anew, now);
  if (!entries_.empty()) refresh_at_ = now + interval_ + random_.up_to(interval_ / 10);
}

void Roster::set_interval(base::Millis interval, MonoTime now) {
  if (interval_ == interval) return;
  interval_ = interval;
  if (refresh_at_) refresh_at_ = now + interval_ + random_.up_to(interval_ / 10);
}

// A walk through pages that is under way goes on, unless there are other names to look for.
void Roster::want_everything(bool anew, MonoTime now) {
  if (anew) {
    list_.stop();
    listing_channels_ = want_list_ = want_usergroups_ = want_channels_ = false;
    addresses_ = {};
    group_members_ = {};
    channel_members_ = {};
  }
  bool list = false;
  for (const auto& [key, entry] : entries_) {
    if (key.first == NameKind::email) addresses_.add(key, now);
    if (key.first == NameKind::usergroup) want_usergroups_ = true;
    if (key.first == NameKind::channel) want_channels_ = !listing_channels_;
    if (key.first == NameKind::handle || key.first == NameKind::channel) list = true;
  }
  want_list_ = !list_.running() && (list || addresses_.size() > pages_of_last_list_);
}

void Roster::after_event(MonoTime now) {
  if (!events_at_) events_at_ = now + kCoalesce;
}

void Roster::hear(const slack::Event& event, MonoTime now) {
  if (entries_.empty()) return;
  if (const auto* joined = std::get_if<slack::TeamJoin>(&event)) {
    if (no_person(joined->user)) {
      no_people_.insert(joined->user.id);
      return;
    }
    for (const auto& [key, entry] : entries_) {
      if (entry.users && !entry.users->empty()) continue;
      if (key.first == NameKind::handle) doubt_members_ = true;
      if (key.first == NameKind::email) doubtful_addresses_.insert(key);
    }
    if (doubt_members_ || !doubtful_addresses_.empty()) after_event(now);
  } else if (const auto* members = std::get_if<slack::SubteamMembersChanged>(&event)) {
    doubtful_.insert(members->subteam);
    after_event(now);
  } else if (std::holds_alternative<slack::SubteamUpdated>(event)) {
    doubt_groups_ = true;  // it may have another handle
    after_event(now);
  } else if (const auto* channel = std::get_if<slack::ChannelMembersChanged>(&event)) {
    doubtful_.insert(channel->channel);
    after_event(now);
  }
}

// What an event is about may be known by its name only, if it was stored: then the list that tells the id comes first,
// and is on its way since the start.
void Roster::want_members(const std::string& slack_id, MonoTime now) {
  for (const auto& [key, entry] : entries_) {
    if (entry.slack_id != slack_id) continue;
    auto& queue = key.first == NameKind::usergroup ? group_members_ : channel_members_;
    queue.forgive(key, now);
    queue.add(key, now);
  }
}

// ---- what comes of it ----

Roster::Entry* Roster::find(const std::optional<NameKey>& key) {
  if (!key) return nullptr;
  const auto found = entries_.find(*key);
  return found == entries_.end() ? nullptr : &found->second;
}

void Roster::conclude(Entry& entry, std::vector<UserId> users) {
  entry.trouble.clear();
  std::sort(users.begin(), users.end());
  users.erase(std::unique(users.begin(), users.end()), users.end());
  if (entry.users == users && entry.stored) return;
  entry.users = std::move(users);
  entry.stored = true;
  dirty_ = true;
  const NameKey key = *key_of(entry.who);
  news_.records.emplace_back(history::NameResolved{key.first, key.second, *entry.users, {}});
}

void Roster::nobody(Entry& entry, const std::string& why) {
  if (entry.users && !entry.users->empty()) conclude(entry, {});
  complain(entry, why);
}

void Roster::complain(Entry& entry, const std::string& why) {
  const bool kept = entry.users && !entry.users->empty();
  std::string trouble = (kept ? "is watched as before: " : "is not watched: ") + why;
  if (entry.trouble == trouble) return;
  entry.trouble = std::move(trouble);
  news_.warnings.push_back(entry.where + ": " + watch::describe(entry.who) + " " + entry.trouble);
}

const std::vector<UserId>* Roster::known(const watch::Who& who) const {
  const auto key = key_of(who);
  const auto found = key ? entries_.find(*key) : entries_.end();
  return found == entries_.end() || !found->second.users ? nullptr : &*found->second.users;
}

std::vector<Roster::Unresolved> Roster::unresolved() const {
  std::vector<Unresolved> all;
  for (const auto& [key, entry] : entries_)
    if (!entry.users || !entry.trouble.empty()) all.push_back({entry.where, watch::describe(entry.who), entry.trouble});
  return all;
}

Roster::News Roster::take(base::WallTime at) {
  if (dirty_) {
    dirty_ = false;
    Composition next = compose(*watchlist_, forgotten_, [this](const watch::Who& who) { return known(who); });
    const bool groups_differ = !composed_ || next.groups != composition_.groups;
    news_.changed = !composed_ || next.people != composition_.people;
    composition_ = std::move(next);
    composed_ = true;
    if (groups_differ) {
      history::GroupsSet set;
      for (const GroupOfIds& group : composition_.groups) set.groups.push_back({group.name, group.users});
      news_.records.emplace_back(std::move(set));
    }
  }
  for (history::Record& record : news_.records)
    if (auto* resolved = std::get_if<history::NameResolved>(&record)) resolved->at = at;
  return std::exchange(news_, {});
}

}  // namespace presenced::roster
