// Facets of people that wait for the pong to a ping (pings.h), each for its own. Pure.
#pragma once

#include <unordered_map>

#include "base/facets.h"
#include "base/ids.h"
#include "feeds/rtm/pings.h"

namespace presenced::feeds::rtm {

class Waiting {
 public:
  void add(const base::UserId& user, base::Facets facets, PingNumber ping) {
    for (const base::FacetRow& row : base::kFacets)
      if (facets.contains(row.facet)) waiting_[user][row.facet] = ping;
  }
  // All of them, for this ping now.
  void wait_for(PingNumber ping) {
    for (auto& [user, facets] : waiting_)
      for (const base::FacetRow& row : base::kFacets)
        if (facets[row.facet] != 0) facets[row.facet] = ping;
  }
  bool empty() const { return waiting_.empty(); }
  bool contains(const base::UserId& user) const { return waiting_.contains(user); }
  bool contains(const base::UserId& user, base::Facet facet) const {
    const auto found = waiting_.find(user);
    return found != waiting_.end() && found->second[facet] != 0;
  }

  using Released = std::unordered_map<base::UserId, base::Facets>;
  // Those whose pong is there; they wait no longer.
  Released take(const Pings& pings) {
    Released released;
    for (auto& [user, facets] : waiting_)
      for (const base::FacetRow& row : base::kFacets) {
        PingNumber& ping = facets[row.facet];
        if (ping == 0 || !pings.passed(ping)) continue;
        ping = 0;
        released[user].insert(row.facet);
      }
    forget_if([&](const base::UserId& user) { return waiting_.at(user) == base::ByFacet<PingNumber>{}; });
    return released;
  }
  template <class Gone>
  void forget_if(const Gone& gone) {
    std::erase_if(waiting_, [&](const auto& one) { return gone(one.first); });
  }

 private:
  std::unordered_map<base::UserId, base::ByFacet<PingNumber>> waiting_;  // 0: does not wait
};

}  // namespace presenced::feeds::rtm
