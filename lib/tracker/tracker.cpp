#include "tracker/tracker.h"

namespace presenced::tracker {

using base::Facet;
using base::SessionNumber;
using base::UserId;
using base::WallTime;
using history::Mode;

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

void Tracker::enter(const watch::Person& person, WallTime proven, Records& out) {
  people_.try_emplace(person.id);
  change(person.id, [&](Entry& entry) {
    if (!entry.watched || entry.label != person.label)
      out.emplace_back(history::PersonWatched{person.id, person.label, true});
    entry.watched = true;
    entry.label = person.label;
    entry.track = person.track;
    for (const base::FacetRow& row : base::kFacets)
      if (!person.track.contains(row.facet))
        entry[row.facet].close(person.id, proven, history::EndReason::unwatched, out);
  });
}

void Tracker::unwatch(const UserId& user, WallTime proven, Records& out) {
  change(user, [&](Entry& entry) {
    entry.watched = false;
    entry.track = {};
    for (FacetTrack& facet : entry.facets) facet.close(user, proven, history::EndReason::unwatched, out);
    out.emplace_back(history::PersonWatched{user, entry.label, false});
  });
}

const Tracker::Entry* Tracker::find(const UserId& user) const {
  const auto found = people_.find(user);
  return found == people_.end() ? nullptr : &found->second;
}

bool Tracker::tracks(const UserId& user, Facet facet) const {
  const Entry* entry = find(user);
  return entry && entry->track.contains(facet);
}

void Tracker::observe(const UserId& user, const base::State& state, WallTime at, How how, SessionNumber session,
                      Records& out, WallTime received) {
  const Facet facet = base::facet_of(state);
  if (!tracks(user, facet)) return;
  change(user, [&](Entry& entry) { entry[facet].observe(user, state, at, how, session, out, received); });
  if (const auto end = base::ends_at(state)) ends_.emplace(*end, user, facet);
}

void Tracker::move(const UserId& user, Mode mode, SessionNumber session, Records& out) {
  change(user, [&](Entry& entry) {
    for (FacetTrack& facet : entry.facets)
      if (facet.covered_by(mode)) facet.move(user, session, out);
  });
}

void Tracker::close(const UserId& user, Mode mode, WallTime proven, history::EndReason reason, Records& out) {
  change(user, [&](Entry& entry) {
    for (FacetTrack& facet : entry.facets)
      if (facet.covered_by(mode)) facet.close(user, proven, reason, out);
  });
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

std::optional<WallTime> Tracker::sampled_until(const UserId& user, Facet facet) const {
  const Entry* entry = find(user);
  if (!entry || !(*entry)[facet].covered_by(Mode::sampled)) return std::nullopt;
  return (*entry)[facet].confirmed();
}

bool Tracker::awaits_end(const UserId& user, Facet facet, WallTime ended_at) const {
  const base::State* state = known(user, facet);
  return state && covered(user, facet) && base::ends_at(*state) == ended_at;
}

bool Tracker::conclude_end(const UserId& user, Facet facet, WallTime ended_at, WallTime proven, Records& out) {
  if (proven < ended_at + kExpiryGrace) return false;
  FacetTrack& track = people_.at(user)[facet];
  track.conclude(user, base::state_after_end(*track.state()), ended_at, proven, out);
  return true;
}

const base::State* Tracker::known(const UserId& user, Facet facet) const {
  const Entry* entry = find(user);
  return entry && (*entry)[facet].state() ? &*(*entry)[facet].state() : nullptr;
}

bool Tracker::covered(const UserId& user, Facet facet) const {
  const Entry* entry = find(user);
  return entry && (*entry)[facet].covered();
}

}  // namespace presenced::tracker
