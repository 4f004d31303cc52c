#include "tracker/tracker.h"

#include <algorithm>
#include <iterator>

namespace presenced::tracker {

using base::Facet;
using base::SessionNumber;
using base::UserId;
using base::WallTime;

Tracker::Entry::Entry() {
  facets.reserve(base::kFacetCount);
  for (const base::FacetRow& row : base::kFacets) facets.emplace_back(row.facet);
}

Tracker::Tracker(const std::vector<std::pair<UserId, history::PersonResume>>& known) {
  for (const auto& [id, person] : known) {
    Entry& entry = people_[id];
    entry.watched = person.watched;
    entry.label = person.label;
    for (const base::FacetRow& row : base::kFacets)
      if (const auto& last = person.facets[row.facet]) entry[row.facet] = FacetTrack(row.facet, *last);
  }
}

template <class Act>
void Tracker::change(const UserId& user, const Act& act) {
  const auto found = people_.find(user);
  if (found == people_.end()) return;
  Entry& entry = found->second;
  for (const base::FacetRow& row : base::kFacets) covered_[row.facet] -= entry[row.facet].covered();
  act(entry);
  for (const base::FacetRow& row : base::kFacets) covered_[row.facet] += entry[row.facet].covered();
}

void Tracker::watch(std::span<const watch::Person> people, const Proven& proven, Records& out) {
  std::unordered_map<UserId, const watch::Person*> wanted;
  for (const watch::Person& person : people) wanted.emplace(person.id, &person);
  for (const auto& [id, entry] : people_)
    if (entry.watched && !wanted.contains(id)) unwatch(id, proven, out);
  for (const auto& [id, person] : wanted) enter(*person, proven, out);
}

void Tracker::enter(const watch::Person& person, const Proven& proven, Records& out) {
  people_.try_emplace(person.id);
  change(person.id, [&](Entry& entry) {
    if (!entry.watched || entry.label != person.label)
      out.emplace_back(history::PersonWatched{person.id, person.label, true});
    entry.watched = true;
    entry.label = person.label;
    entry.track = person.track;
    for (const base::FacetRow& row : base::kFacets)
      if (!person.track.contains(row.facet))
        entry[row.facet].close(person.id, proven(person.id, row.facet), history::EndReason::unwatched, out);
  });
}

void Tracker::unwatch(const UserId& user, const Proven& proven, Records& out) {
  change(user, [&](Entry& entry) {
    entry.watched = false;
    entry.track = {};
    for (const base::FacetRow& row : base::kFacets)
      entry[row.facet].close(user, proven(user, row.facet), history::EndReason::unwatched, out);
    out.emplace_back(history::PersonWatched{user, entry.label, false});
  });
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
           return !entry->track.contains(row.facet) || (*entry)[row.facet].covered();
         });
}

void Tracker::observe(const UserId& user, const base::State& state, WallTime at, How how, SessionNumber session,
                      Records& out, WallTime received) {
  const Facet facet = base::facet_of(state);
  if (!tracks(user, facet)) return;
  change(user, [&](Entry& entry) { entry[facet].observe(user, state, at, how, session, out, received); });
  if (const auto end = base::ends_at(state)) ends_.emplace(*end, user, facet);
}

void Tracker::move(const UserId& user, Facet facet, SessionNumber session, Records& out) {
  change(user, [&](Entry& entry) { entry[facet].move(user, session, out); });
}

void Tracker::close(const UserId& user, Facet facet, WallTime proven, history::EndReason reason, Records& out) {
  change(user, [&](Entry& entry) { entry[facet].close(user, proven, reason, out); });
}

void Tracker::purge(const UserId& user, bool forgotten, Records& out) {
  change(user, [&](Entry& entry) {
    entry.facets = Entry().facets;
    if (entry.watched && !forgotten) out.emplace_back(history::PersonWatched{user, entry.label, true});
  });
  if (const Entry* entry = find(user); entry && (forgotten || !entry->watched)) people_.erase(user);
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
  FacetTrack& one = people_.at(user)[facet];
  one.conclude(user, base::state_after_end(*one.state()), ended_at, proven, out);
  return true;
}

const FacetTrack* Tracker::track(const UserId& user, Facet facet) const {
  const Entry* entry = find(user);
  return entry ? &(*entry)[facet] : nullptr;
}

}  // namespace presenced::tracker
