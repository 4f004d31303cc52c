#include "engine/group_presence.h"

namespace presenced::engine {

std::vector<GroupPresence> group_presence(const std::vector<roster::GroupOfIds>& groups,
                                          const tracker::Tracker& tracker) {
  std::vector<GroupPresence> counted;
  counted.reserve(groups.size());
  for (const roster::GroupOfIds& group : groups) {
    GroupPresence& one = counted.emplace_back(GroupPresence{group.name});
    for (const base::UserId& user : group.users) {
      const tracker::FacetTrack* track = tracker.track(user, base::Facet::presence);
      if (!track || !track->covered())
        ++one.unknown;
      else
        ++(track->state() == base::State{base::Presence::active} ? one.active : one.away);
    }
  }
  return counted;
}

}  // namespace presenced::engine
