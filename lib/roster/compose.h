// The watchlist with its names filled in: people and groups. Pure.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/ids.h"
#include "watch/members.h"
#include "watch/people.h"
#include "watch/shard.h"

namespace presenced::roster {

struct GroupOfIds {
  std::string name;
  std::vector<base::UserId> users;  // each once, in the order of the watchlist; without the excluded
  bool operator==(const GroupOfIds&) const = default;
};

struct Composition {
  // Each of the shard once, in the order of first appearance: with the facets of all their groups together, the first
  // label given and the highest priority; without the excluded.
  std::vector<watch::Person> people;
  // All of the watchlist's, in its order, with all their members: whom another shard watches is unknown here, and does
  // not count as away.
  std::vector<GroupOfIds> groups;
};

// Who a member that is not named by id stands for; null: not known (yet).
using Known = std::function<const std::vector<base::UserId>*(const watch::Who& who)>;

// Where the watchlist names this person ("FILE:LINE"), by id, address or handle: what an administrator can remove
// there. A user group or a channel names others as well.
std::vector<std::string> places_naming(const watch::Watchlist& watchlist, const base::UserId& user, const Known& known);

// `forgotten` are left out like the watchlist's own excluded.
Composition compose(const watch::Watchlist& watchlist, std::span<const base::UserId> forgotten,
                    const watch::Shard& shard, const Known& known);

}  // namespace presenced::roster
