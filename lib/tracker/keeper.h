// Decides whose report counts. Several feeds (feeds/feed.h) may observe the same facet of the same person; the history
// has one coverage of it, which one feed owns. Pure.
//
// 1. A facet is owned by the feed through whose session it is covered. What is not covered has no owner.
// 2. An observation counts if it comes from the owner, or if there is none. Others are dropped, unless the feed has a
//    better rank than the owner: then it takes over. The owner's coverage ends at the owner's own proof (samples: at
//    the last one), and the new coverage begins with this observation. There is no pretence of continuity.
//    The reason of that end is `polling_ended` where polling was the owner, else `unwatched`.
// 3. Only the owner can lose a facet. Then every feed of worse rank is asked to restate what it can prove from then on,
//    because its reports have been dropped so far. Feeds of better rank need no question: their reports count anyway.
// 4. Two feeds do not keep a common order: a report that was under way for long may be older than what another feed has
//    reported meanwhile. So a feed that contradicts the last report that counted, of another feed, is asked to restate
//    first. What it reports after that counts.
//
// All moments given here are of the wall clock; the history's own clock turns them into recorded ones.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "tracker/sessions.h"
#include "tracker/tracker.h"

namespace presenced::tracker {

// A feed may now cover what another one has lost.
struct Restatement {
  FeedId feed{};
  base::UserId user;
  base::Facets facets;
};

class Keeper {
 public:
  using Known = std::vector<std::pair<base::UserId, history::PersonResume>>;

  struct Supplier {  // a feed
    history::FeedName name{};
    base::Facets facets;  // that it can supply
  };

  // `feeds`: in the order of rank. `clock` and `out` must outlive it.
  Keeper(const std::vector<Supplier>& feeds, const history::Resume& resume, HistoryClock& clock, Records& out);

  // ---- for feeds ----
  // The moment by which what is observed now is recorded.
  base::WallTime stamp(base::WallTime wall) { return clock_.stamp(wall); }
  Sessions& sessions() { return sessions_; }
  const Sessions& sessions() const { return sessions_; }

  // `moment`: see FacetTrack::observe.
  void observe(base::SessionNumber session, const base::UserId& user, const base::State& state, How how,
               base::WallTime wall, base::WallTime moment = {});
  // What the feed covers of this person in this mode is kept up by another session of the same feed from now on.
  void move(base::SessionNumber to, const base::UserId& user, history::Mode mode);
  // The feed covers them no longer: all that it covers in this mode, or one facet. It ends at the proof, and not later
  // than `at_most`.
  void lose(FeedId feed, const base::UserId& user, history::Mode mode, history::EndReason reason);
  void lose(FeedId feed, const base::UserId& user, base::Facet facet, history::EndReason reason,
            base::WallTime at_most = base::WallTime::max());

  // Whether another feed has reported something else since: then a value from before confirms nothing.
  bool contradicts(FeedId feed, const base::UserId& user, const base::State& state) const;

  // Whether the feed is to supply this facet.
  bool tracks(FeedId feed, const base::UserId& user, base::Facet facet) const {
    return supplies(feed).contains(facet) && tracker_.tracks(user, facet);
  }
  bool covers(FeedId feed, const base::UserId& user, base::Facet facet) const { return owner_of(user, facet) == feed; }
  // The feed that the facet is covered by; empty: none.
  std::optional<FeedId> owner_of(const base::UserId& user, base::Facet facet) const;
  // The last sample of a facet that the feed covers by samples; empty: it does not.
  std::optional<base::WallTime> sampled_until(FeedId feed, const base::UserId& user, base::Facet facet) const;

  // ---- for the engine ----
  const Tracker& tracker() const { return tracker_; }
  base::Facets supplies(FeedId feed) const { return supplies_[static_cast<std::size_t>(feed)]; }
  // The watchlist, whole (Tracker::watch).
  void watch(std::span<const watch::Person> people);
  void purge(const base::UserId& user, bool forgotten);
  // Ends the states that have run out unreported (Tracker::expire).
  void expire(base::WallTime now);
  // The history goes on from what is left up to `until`; nothing is covered.
  void rewind(base::WallTime until, const Known& known);
  // What is to be asked; it counts as asked now.
  std::vector<Restatement> take_restatements();

 private:
  void ask(FeedId feed, const base::UserId& user, base::Facet facet) { restatements_.push_back({feed, user, {facet}}); }
  std::optional<FeedId> owner_of(const FacetTrack* track) const;
  base::WallTime proof_of(const FacetTrack* track) const;
  base::WallTime proof_of(const base::UserId& user, base::Facet facet) const {
    return proof_of(tracker_.track(user, facet));
  }

  std::vector<base::Facets> supplies_;
  HistoryClock& clock_;
  Records& out_;
  Sessions sessions_;
  Tracker tracker_;
  std::vector<Restatement> restatements_;
};

}  // namespace presenced::tracker
