// Everyone the history tells of in one workspace: (state, observation, time) -> transitions and coverage. Pure.
//
// The tracker does not know sockets: who may speak for a person, and when, is decided above it (engine/stream.h). A new
// way of learning a state calls `observe_*`; a new facet is one more FacetTrack here and one more record in
// lib/history.
#pragma once

#include <iterator>
#include <set>
#include <span>
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
  // A status that runs out is told by Slack within seconds [observed]. When nothing has come for this long after its
  // time, it has run out unsaid (or the event was lost), and the history says so with source `expiry`.
  static constexpr base::Millis kExpiryGrace{60'000};

  explicit Tracker(const std::vector<std::pair<base::UserId, history::PersonResume>>& known);

  // The watchlist, whole. Who is no longer on it, or a facet no longer tracked, ceases to be covered (`unwatched`), at
  // the moment `proven(user)` gives. Writes PersonWatched for who enters, leaves or is labelled anew.
  template <class Proven>
  void watch(std::span<const watch::Person> people, const Proven& proven, Records& out) {
    std::unordered_map<base::UserId, const watch::Person*> wanted;
    for (const watch::Person& person : people) wanted.emplace(person.id, &person);
    for (auto& [id, entry] : people_)
      if (entry.watched && !wanted.contains(id)) unwatch(id, entry, proven(id), out);
    for (const auto& [id, person] : wanted) enter(*person, proven(id), out);
  }

  bool tracks(const base::UserId& user, base::Facet facet) const;

  // Observations of facets that are not tracked for this person are passed over.
  void observe(const base::UserId& user, base::Presence presence, base::WallTime at, How how,
               base::SessionNumber session, Records& out);
  void observe(const base::UserId& user, const base::Status& status, base::WallTime at, How how,
               base::SessionNumber session, Records& out);
  void move(const base::UserId& user, base::SessionNumber session, Records& out);
  void close(const base::UserId& user, base::WallTime proven, history::EndReason reason, Records& out);
  void close_status(const base::UserId& user, base::WallTime proven, history::EndReason reason, Records& out);

  // Covered statuses whose time ran out more than the grace ago are cleared, at the moment `proven(user)` gives: on a
  // socket that may be dead already, nobody knows yet whether Slack has said so.
  template <class Proven>
  void expire(base::WallTime now, const Proven& proven, Records& out) {
    for (auto next = expiries_.begin(); next != expiries_.end() && next->first + kExpiryGrace <= now;) {
      const auto& [expired_at, user] = *next;
      const bool done = !awaits_expiry(user, expired_at) || conclude_expiry(user, expired_at, proven(user), out);
      next = done ? expiries_.erase(next) : std::next(next);
    }
  }

  // What is known now; null when nothing is. The pointer lives until the next call that changes something.
  const base::Presence* presence(const base::UserId& user) const;
  const base::Status* status(const base::UserId& user) const;
  bool covered(const base::UserId& user, base::Facet facet) const;
  std::size_t covered_count(base::Facet facet) const;

 private:
  struct Entry {
    bool watched = false;
    std::string label;
    base::Facets track{false, false};
    FacetTrack<base::Presence, base::Facet::presence> presence;
    FacetTrack<base::Status, base::Facet::status> status;
  };

  void enter(const watch::Person& person, base::WallTime proven, Records& out);
  void unwatch(const base::UserId& user, Entry& entry, base::WallTime proven, Records& out);
  const Entry* find(const base::UserId& user) const;
  bool awaits_expiry(const base::UserId& user, base::WallTime expired_at) const;
  // False: it is not proven yet that the grace passed without a word.
  bool conclude_expiry(const base::UserId& user, base::WallTime expired_at, base::WallTime proven, Records& out);

  std::unordered_map<base::UserId, Entry> people_;
  std::set<std::pair<base::WallTime, base::UserId>> expiries_;  // of statuses seen; stale ones are passed over
};

}  // namespace presenced::tracker
