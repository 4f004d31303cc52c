#include "config/watchlist.h"

#include <cstddef>
#include <unordered_map>
#include <unordered_set>

#include "config/wording.h"

namespace presenced::config {
namespace {

base::Facets both(const base::Facets& a, const base::Facets& b) {
  return {.presence = a.presence || b.presence, .status = a.status || b.status};
}

struct Describe {
  std::string operator()(const Id& who) const { return "id " + in_quotes(who.id.text); }
  std::string operator()(const Email& who) const { return "email " + in_quotes(who.address); }
  std::string operator()(const Handle& who) const { return "handle " + in_quotes("@" + who.name); }
  std::string operator()(const Usergroup& who) const { return "usergroup " + in_quotes("@" + who.handle); }
  std::string operator()(const Channel& who) const { return "channel " + in_quotes("#" + who.name); }
};

}  // namespace

std::vector<watch::Person> people(const Watchlist& watchlist) {
  const std::unordered_set<base::UserId> excluded(watchlist.exclude.begin(), watchlist.exclude.end());
  std::vector<watch::Person> result;
  std::unordered_map<base::UserId, std::size_t> place_of;
  for (const Group& group : watchlist.groups) {
    for (const Member& member : group.members) {
      const Id* named = std::get_if<Id>(&member.who);
      if (named == nullptr || excluded.contains(named->id)) continue;
      const auto [found, fresh] = place_of.try_emplace(named->id, result.size());
      if (fresh) {
        result.push_back({named->id, named->label, group.track});
        continue;
      }
      watch::Person& person = result[found->second];
      person.track = both(person.track, group.track);
      if (person.label.empty()) person.label = named->label;
    }
  }
  return result;
}

std::vector<Pending> pending(const Watchlist& watchlist) {
  std::vector<Pending> result;
  for (const Group& group : watchlist.groups) {
    for (const Member& member : group.members) {
      if (std::holds_alternative<Id>(member.who)) continue;
      result.push_back({member.who, watchlist.file, member.place});
    }
  }
  return result;
}

std::string describe(const Who& who) { return std::visit(Describe{}, who); }

}  // namespace presenced::config
