// Everyone the history tells of in one workspace: (state, observation, time) -> transitions and coverage. Pure.
//
// The tracker does not know sockets: who may speak for a person, and when, is decided above it (engine/stream.h). A new
// way of learning a state calls `observe_*`; a new facet is one more FacetTrack here and one more record in
// lib/history.
#pragma once

#include <array>
#include <iterator>
#include <optional>
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
    for (const auto& [id, entry] : people_)
      if (entry.watched && !wanted.contains(id)) unwatch(id, proven(id), out);
    for (const auto& [id, person] : wanted) enter(*person, proven(id), out);
  }

  bool tracks(const base::UserId& user, base::Facet facet) const;

  // Observations of facets that are not tracked for this person are passed over.
  void observe(const base::UserId& user, base::Presence presence, base::WallTime at, How how,
               base::SessionNumber session, Records& out, base::WallTime said = {});
  void observe(const base::UserId& user, const base::Status& status, base::WallTime at, How how,
               base::SessionNumber session, Records& out, base::WallTime said = {});
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
  std::size_t covered_count(base::Facet facet) const { return covered_[static_cast<std::size_t>(facet)]; }
  // The last answer about the presence of somebody who is covered by samples; empty: they are not.
  std::optional<base::WallTime> sampled_until(const base::UserId& user) const;

 private:
  struct Entry {
    bool watched = false;
    std::string label;
    base::Facets track{false, false};
    FacetTrack<base::Presence, base::Facet::presence> presence;
    FacetTrack<base::Status, base::Facet::status> status;
  };

  void enter(const watch::Person& person, base::WallTime proven, Records& out);
  void unwatch(const base::UserId& user, base::WallTime proven, Records& out);
  const Entry* find(const base::UserId& user) const;
  // Does `act` to an entry that is there, and keeps the count of who is covered.
  template <class Act>
  void change(const base::UserId& user, const Act& act);
  bool awaits_expiry(const base::UserId& user, base::WallTime expired_at) const;
  // False: it is not proven yet that the grace passed without a word.
  bool conclude_expiry(const base::UserId& user, base::WallTime expired_at, base::WallTime proven, Records& out);

  std::unordered_map<base::UserId, Entry> people_;
  std::array<std::size_t, 2> covered_{};                        // how many, by facet
  std::set<std::pair<base::WallTime, base::UserId>> expiries_;  // of statuses seen; stale ones are passed over
};

}  // namespace presenced::tracker
