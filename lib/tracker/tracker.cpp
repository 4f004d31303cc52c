#include "tracker/tracker.h"

#include <algorithm>
#include <iterator>

namespace presenced::tracker {

using base::Facet;
using base::SessionNumber;
using base::UserId;
using base::WallTime;

Tracker::Tracker(const std::vector<std::pair<UserId, history::PersonResume>>& known) {
  for (const auto& [id, person] : known) {
    Entry& entry = people_[id];
    entry.watched = person.watched;
    entry.label = person.label;
    for (const base::FacetRow& row : base::kFacets)
      if (const auto& last = person.facets[row.facet]) entry.facets[row.facet].track = FacetTrack(*last);
  }
}

template <class Act>
void Tracker::change(FacetTrack& track, Facet facet, const Act& act) {
  covered_[facet] -= track.covered();
  act(track);
  covered_[facet] += track.covered();
}

template <class Act>
void Tracker::change(const UserId& user, Facet facet, const Act& act) {
  const auto found = people_.find(user);
  if (Tracked* one = found == people_.end() ? nullptr : found->second.facets.find(facet))
    change(one->track, facet, act);
}

void Tracker::watch(std::span<const watch::Person> people, const Proven& proven, Records& out) {
  std::unordered_map<UserId, const watch::Person*> wanted;
  for (const watch::Person& person : people) wanted.emplace(person.id, &person);
  for (const auto& [id, entry] : people_)
    if (entry.watched && !wanted.contains(id)) unwatch(id, proven, out);
  for (const auto& [id, person] : wanted) enter(*person, proven, out);
}

void Tracker::enter(const watch::Person& person, const Proven& proven, Records& out) {
  Entry& entry = people_[person.id];
  if (!entry.watched || entry.label != person.label)
    out.emplace_back(history::PersonWatched{person.id, person.label, true});
  entry.watched = true;
  entry.label = person.label;
  track_only(person.track, person.id, entry, proven, out);
}

void Tracker::unwatch(const UserId& user, const Proven& proven, Records& out) {
  Entry& entry = people_.at(user);
  entry.watched = false;
  track_only({}, user, entry, proven, out);
  out.emplace_back(history::PersonWatched{user, entry.label, false});
}

void Tracker::track_only(base::Facets facets, const UserId& user, Entry& entry, const Proven& proven, Records& out) {
  entry.track = facets;
  for (const base::FacetRow& row : base::kFacets) {
    Tracked* one = facets.contains(row.facet) ? nullptr : entry.facets.find(row.facet);
    if (!one) continue;
    const WallTime until = proven(user, row.facet);
    change(one->track, row.facet,
           [&](FacetTrack& track) { track.close(user, until, history::EndReason::unwatched, out); });
  }
}

const Tracker::Entry* Tracker::find(const UserId& user) const {
  const auto found = people_.find(user);
  return found == people_.end() ? nullptr : &found->second;
}

bool Tracker::watches(const UserId& user) const {
  const Entry* entry = find(user);
  return entry && entry->watched;
}

bool Tracker::tracks(const UserId& user, Facet facet) const {
  const Entry* entry = find(user);
  return entry && entry->track.contains(facet);
}

bool Tracker::covers_all(const UserId& user) const {
  const Entry* entry = find(user);
  return entry && std::all_of(base::kFacets.begin(), base::kFacets.end(), [&](const base::FacetRow& row) {
           return !entry->track.contains(row.facet) || entry->facets[row.facet].track.covered();
         });
}

Tracker::Tracked* Tracker::tracked(const UserId& user, Facet facet) {
  const auto found = people_.find(user);
  return found != people_.end() && found->second.track.contains(facet) ? &found->second.facets[facet] : nullptr;
}

void Tracker::observe(Tracked& one, const UserId& user, const base::State& state, WallTime at, How how,
                      SessionNumber session, Records& out, WallTime moment) {
  const Facet facet = base::facet_of(state);
  change(one.track, facet, [&](FacetTrack& track) { track.observe(user, state, at, how, session, out, moment); });
  if (const auto end = base::ends_at(state)) ends_.emplace(*end, user, facet);
}

void Tracker::move(const UserId& user, Facet facet, SessionNumber session, Records& out) {
  change(user, facet, [&](FacetTrack& track) { track.move(user, session, out); });
}

void Tracker::close(const UserId& user, Facet facet, WallTime proven, history::EndReason reason, Records& out) {
  change(user, facet, [&](FacetTrack& track) { track.close(user, proven, reason, out); });
}

void Tracker::purge(const UserId& user, bool forgotten, Records& out) {
  const auto found = people_.find(user);
  if (found == people_.end()) return;
  Entry& entry = found->second;
  for (const base::FacetRow& row : base::kFacets) {
    Tracked* one = entry.facets.find(row.facet);
    if (!one) continue;
    change(one->track, row.facet, [](FacetTrack& track) { track.forget(); });
    one->reported_by.reset();
    one->asked = 0;
  }
  if (entry.watched && !forgotten)
    out.emplace_back(history::PersonWatched{user, entry.label, true});
  else
    people_.erase(found);
}

void Tracker::expire(WallTime now, const Proven& proven, Records& out) {
  for (auto next = ends_.begin(); next != ends_.end() && std::get<WallTime>(*next) + kExpiryGrace <= now;) {
    const auto& [ended_at, user, facet] = *next;
    const bool done =
        !awaits_end(user, facet, ended_at) || conclude_end(user, facet, ended_at, proven(user, facet), out);
    next = done ? ends_.erase(next) : std::next(next);
  }
}

bool Tracker::awaits_end(const UserId& user, Facet facet, WallTime ended_at) const {
  const FacetTrack* one = track(user, facet);
  return one && one->covered() && one->state() && base::ends_at(*one->state()) == ended_at;
}

bool Tracker::conclude_end(const UserId& user, Facet facet, WallTime ended_at, WallTime proven, Records& out) {
  if (proven < ended_at + kExpiryGrace) return false;
  FacetTrack& one = people_.at(user).facets[facet].track;
  one.conclude(user, base::state_after_end(*one.state()), ended_at, proven, out);
  return true;
}

const Tracker::Tracked* Tracker::known(const UserId& user, Facet facet) const {
  const Entry* entry = find(user);
  return entry ? entry->facets.find(facet) : nullptr;
}

}  // namespace presenced::tracker
