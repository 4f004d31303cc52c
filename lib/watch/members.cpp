#include "watch/members.h"

namespace presenced::watch {
namespace {

struct Describe {
  std::string operator()(const Id& who) const { return "id \"" + who.id.text + '"'; }
  std::string operator()(const Email& who) const { return "email \"" + who.address + '"'; }
  std::string operator()(const Handle& who) const { return "handle \"@" + who.name + '"'; }
  std::string operator()(const Usergroup& who) const { return "usergroup \"@" + who.handle + '"'; }
  std::string operator()(const Channel& who) const { return "channel \"#" + who.name + '"'; }
};

}  // namespace

std::string place_of(const Watchlist& watchlist, const Member& member) {
  return watchlist.file + ':' + std::to_string(member.line);
}

std::string describe(const Who& who) { return std::visit(Describe{}, who); }

// Neighbours who are watched in the same way share a group.
Watchlist watchlist_of(std::span<const Person> people) {
  Watchlist watchlist;
  for (const Person& person : people) {
    const auto fits = [&](const Group& group) {
      return group.track == person.track && group.priority == person.priority;
    };
    if (watchlist.groups.empty() || !fits(watchlist.groups.back()))
      watchlist.groups.push_back(
          {"group " + std::to_string(watchlist.groups.size() + 1), person.track, person.priority, {}});
    watchlist.groups.back().members.push_back({Id{person.id, person.label}});
  }
  return watchlist;
}

}  // namespace presenced::watch
