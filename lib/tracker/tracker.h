// Everyone the history tells of in one workspace: (state, observation, time) -> transitions and coverage. Pure.
//
// The tracker does not know sockets: which observation counts, and when, is decided above it (engine/stream.h). It
// treats all facets alike.
#pragma once

#include <iterator>
#include <optional>
#include <set>
#include <span>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/facets.h"
#include "history/record.h"
#include "tracker/facet_track.h"
#include "watch/people.h"

namespace presenced::tracker {

class Tracker {
 public:
  // Slack reports within seconds that a status has run out [observed]. When nothing has come for this long after the
  // end of a state (base::ends_at), it has ended without an event, and the history records that with source `expiry`.
  static constexpr base::Millis kExpiryGrace{60'000};

  explicit Tracker(const std::vector<std::pair<base::UserId, history::PersonResume>>& known);

  // The watchlist, whole. Who is no longer on it, or a facet no longer tracked, ceases to be covered (`unwatched`), at
  // the moment `proven(user)` gives. Writes PersonWatched for who enters, leaves or is labelled anew.
  template <class Proven>
  void watch(std::span<const watch::Person> people, const Proven& proven, Records& out) {
    std::unordered_map<base::UserId, const watch::Person*> wanted;
    for (const watch::Person& person : people) wanted.emplace(person.id, &person);
    for (const auto& [id, entry] : people_)
      if (entry.watched && !wanted.contains(id)) unwatch(id, proven(id), out);
    for (const auto& [id, person] : wanted) enter(*person, proven(id), out);
  }

  bool tracks(const base::UserId& user, base::Facet facet) const;

  // Observations of facets that are not tracked for this person are passed over.
  void observe(const base::UserId& user, const base::State& state, base::WallTime at, How how,
               base::SessionNumber session, Records& out, base::WallTime received = {});
  // What is covered in this mode is kept up by another session from now on; ends.
  void move(const base::UserId& user, history::Mode mode, base::SessionNumber session, Records& out);
  void close(const base::UserId& user, history::Mode mode, base::WallTime proven, history::EndReason reason,
             Records& out);
  // One facet, however it is covered.
  void close(const base::UserId& user, base::Facet facet, base::WallTime proven, history::EndReason reason,
             Records& out);

  // Their history has been deleted: nothing is known of them any more, and what was covered is so no longer, without a
  // record. They stay on the watchlist, and are recorded as having entered it; unless they are to be `forgotten`: then
  // they are unknown, and the caller keeps them off the list.
  void purge(const base::UserId& user, bool forgotten, Records& out);

  // Covered states whose end is more than the grace ago are ended, at the moment `proven(user)` gives: on a socket that
  // may be dead already, nobody knows yet whether Slack has reported it.
  template <class Proven>
  void expire(base::WallTime now, const Proven& proven, Records& out) {
    for (auto next = ends_.begin(); next != ends_.end() && std::get<base::WallTime>(*next) + kExpiryGrace <= now;) {
      const auto& [ended_at, user, facet] = *next;
      const bool done = !awaits_end(user, facet, ended_at) || conclude_end(user, facet, ended_at, proven(user), out);
      next = done ? ends_.erase(next) : std::next(next);
    }
  }

  // The last known state; null when there is none. The pointer lives until the next call that changes something.
  const base::State* known(const base::UserId& user, base::Facet facet) const;
  bool covered(const base::UserId& user, base::Facet facet) const;
  const base::ByFacet<std::size_t>& covered_counts() const { return covered_; }
  // The last sample of a facet that is covered by samples; empty: it is not.
  std::optional<base::WallTime> sampled_until(const base::UserId& user, base::Facet facet) const;

 private:
  struct Entry {
    Entry();
    FacetTrack& operator[](base::Facet facet) { return facets[static_cast<std::size_t>(facet)]; }
    const FacetTrack& operator[](base::Facet facet) const { return facets[static_cast<std::size_t>(facet)]; }

    bool watched = false;
    std::string label;
    base::Facets track;
    std::vector<FacetTrack> facets;  // in the order of base::Facet
  };

  void enter(const watch::Person& person, base::WallTime proven, Records& out);
  void unwatch(const base::UserId& user, base::WallTime proven, Records& out);
  const Entry* find(const base::UserId& user) const;
  // Does `act` to an entry that is there, and keeps the count of who is covered.
  template <class Act>
  void change(const base::UserId& user, const Act& act);
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
