#include "roster/compose.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace presenced::roster {

using base::UserId;

namespace {

class Composer {
 public:
  // As many as are written is a good guess of how many there are: a list by ids has no other. Growing by halves
  // would take twice the memory, at the moment when the old people are still there.
  Composer(const watch::Watchlist& watchlist, std::span<const UserId> forgotten, const watch::Shard& shard)
      : shard_(shard), excluded_(watchlist.exclude.begin(), watchlist.exclude.end()) {
    excluded_.insert(forgotten.begin(), forgotten.end());
    std::size_t written = 0;
    for (const watch::Group& group : watchlist.groups) written += group.members.size();
    result_.people.reserve(written);
    place_of_.reserve(written);
  }

  void group(const watch::Group& group, const Known& known) {
    result_.groups.push_back({group.name, {}});
    result_.groups.back().users.reserve(group.members.size());
    in_group_.clear();
    for (const watch::Member& member : group.members) {
      if (const auto* named = std::get_if<watch::Id>(&member.who))
        add(group, named->id, named->label);
      else if (const std::vector<UserId>* users = known(member.who))
        for (const UserId& user : *users) add(group, user, "");
    }
  }
  Composition take() { return std::move(result_); }

 private:
  void add(const watch::Group& group, const UserId& user, const std::string& label) {
    if (excluded_.contains(user)) return;
    if (in_group_.insert(user).second) result_.groups.back().users.push_back(user);
    if (!shard_.holds(user)) return;
    const auto [found, fresh] = place_of_.try_emplace(user, result_.people.size());
    if (fresh) {
      result_.people.push_back({user, label, group.track, group.priority});
      return;
    }
    watch::Person& person = result_.people[found->second];
    person.track = person.track | group.track;
    person.priority = std::min(person.priority, group.priority);  // `high` is the first of them
    if (person.label.empty()) person.label = label;
  }

  watch::Shard shard_;
  Composition result_;
  std::unordered_set<UserId> excluded_;
  std::unordered_set<UserId> in_group_;
  std::unordered_map<UserId, std::size_t> place_of_;
};

bool names_person(const watch::Who& who, const UserId& user, const Known& known) {
  if (const auto* named = std::get_if<watch::Id>(&who)) return named->id == user;
  if (!std::holds_alternative<watch::Email>(who) && !std::holds_alternative<watch::Handle>(who)) return false;
  const std::vector<UserId>* users = known(who);
  return users != nullptr && std::find(users->begin(), users->end(), user) != users->end();
}

}  // namespace

std::vector<std::string> places_naming(const watch::Watchlist& watchlist, const UserId& user, const Known& known) {
  std::vector<std::string> places;
  for (const watch::Group& group : watchlist.groups)
    for (const watch::Member& member : group.members)
      if (names_person(member.who, user, known)) places.push_back(watch::place_of(watchlist, member));
  return places;
}

Composition compose(const watch::Watchlist& watchlist, std::span<const UserId> forgotten, const watch::Shard& shard,
                    const Known& known) {
  Composer composer(watchlist, forgotten, shard);
  for (const watch::Group& group : watchlist.groups) composer.group(group, known);
  return composer.take();
}

}  // namespace presenced::roster
