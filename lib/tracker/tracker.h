// Everyone in the history of one workspace: (state, observation, time) -> transitions and coverage. Pure.
//
// The tracker does not know feeds: which observation counts, and when, is decided above it (keeper.h). It treats all
// facets alike.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/facets.h"
#include "base/sparse_by_facet.h"
#include "history/record.h"
#include "tracker/facet_track.h"
#include "tracker/feed_id.h"
#include "watch/people.h"

namespace presenced::tracker {

class Tracker {
 public:
  // Slack reports within seconds that a status has run out [observed]. When nothing has come for this long after the
  // end of a state (base::ends_at), it has ended without an event, and the history records that with source `expiry`.
  static constexpr base::Millis kExpiryGrace{60'000};

  explicit Tracker(const std::vector<std::pair<base::UserId, history::PersonResume>>& known);

  // The last moment that the coverage of this facet is proven for.
  using Proven = std::function<base::WallTime(const base::UserId&, base::Facet)>;

  // The watchlist, whole. Who is no longer on it, or a facet no longer tracked, ceases to be covered (`unwatched`).
  // Writes PersonWatched for who enters, leaves or has another label.
  void watch(std::span<const watch::Person> people, const Proven& proven, Records& out);

  bool watches(const base::UserId& user) const;
  bool tracks(const base::UserId& user, base::Facet facet) const;
  // Whether every facet that is tracked of them is covered.
  bool covers_all(const base::UserId& user) const;

  // One facet of one person who is known.
  struct Tracked {
    FacetTrack track;
    // For the keeper: whose report counted last, and which feeds were asked to restate since (a bit a feed).
    std::optional<FeedId> reported_by;  // empty: none has counted yet
    std::uint32_t asked = 0;
  };
  // Null: the facet is not tracked for this person. Lives until somebody becomes known, or known no longer.
  Tracked* tracked(const base::UserId& user, base::Facet facet);
  void observe(Tracked& one, const base::UserId& user, const base::State& state, base::WallTime at, How how,
               base::SessionNumber session, Records& out, base::WallTime moment = {});
  // The coverage is kept up by another session from now on; ends.
  void move(const base::UserId& user, base::Facet facet, base::SessionNumber session, Records& out);
  void close(const base::UserId& user, base::Facet facet, base::WallTime proven, history::EndReason reason,
             Records& out);

  // Their history has been deleted: nothing is known of them any more, and what was covered is so no longer, without a
  // record. They stay on the watchlist, and are recorded as having entered it; unless they are to be `forgotten`: then
  // they are unknown, and the caller keeps them off the list.
  void purge(const base::UserId& user, bool forgotten, Records& out);

  // Covered states whose end is more than the grace ago are ended, where it is proven that Slack had the time to report
  // it: a socket may be dead already.
  void expire(base::WallTime now, const Proven& proven, Records& out);

  // Null when nothing is known of it. The pointer lives until the next call that changes something.
  const FacetTrack* track(const base::UserId& user, base::Facet facet) const {
    const Tracked* one = known(user, facet);
    return one ? &one->track : nullptr;
  }
  const Tracked* known(const base::UserId& user, base::Facet facet) const;
  const base::ByFacet<std::size_t>& covered_counts() const { return covered_; }

 private:
  struct Entry {
    bool watched = false;
    std::string label;
    base::Facets track;
    base::SparseByFacet<Tracked> facets;
  };

  void enter(const watch::Person& person, const Proven& proven, Records& out);
  void unwatch(const base::UserId& user, const Proven& proven, Records& out);
  void track_only(base::Facets facets, const base::UserId& user, Entry& entry, const Proven& proven, Records& out);
  const Entry* find(const base::UserId& user) const;
  // Does `act` to one facet of a person who is known, and keeps the count of who is covered.
  template <class Act>
  void change(const base::UserId& user, base::Facet facet, const Act& act);
  template <class Act>
  void change(FacetTrack& track, base::Facet facet, const Act& act);
  bool awaits_end(const base::UserId& user, base::Facet facet, base::WallTime ended_at) const;
  // False: it is not proven yet that the grace passed without an event.
  bool conclude_end(const base::UserId& user, base::Facet facet, base::WallTime ended_at, base::WallTime proven,
                    Records& out);

  std::unordered_map<base::UserId, Entry> people_;
  base::ByFacet<std::size_t> covered_;  // how many people
  // The ends of states observed; those of states that have changed since are skipped.
  std::set<std::tuple<base::WallTime, base::UserId, base::Facet>> ends_;
};

}  // namespace presenced::tracker
