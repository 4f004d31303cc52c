#include "tracker/tracker.h"

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
    if (person.presence) entry.presence = FacetTrack<base::Presence, Facet::presence>(*person.presence);
    if (person.status) entry.status = FacetTrack<base::Status, Facet::status>(*person.status);
  }
}

void Tracker::enter(const watch::Person& person, WallTime proven, Records& out) {
  Entry& entry = people_[person.id];
  if (!entry.watched || entry.label != person.label)
    out.emplace_back(history::PersonWatched{person.id, person.label, true});
  entry.watched = true;
  entry.label = person.label;
  entry.track = person.track;
  if (!person.track.presence) entry.presence.close(person.id, proven, history::EndReason::unwatched, out);
  if (!person.track.status) entry.status.close(person.id, proven, history::EndReason::unwatched, out);
}

void Tracker::unwatch(const UserId& user, Entry& entry, WallTime proven, Records& out) {
  entry.watched = false;
  entry.track = {false, false};
  entry.presence.close(user, proven, history::EndReason::unwatched, out);
  entry.status.close(user, proven, history::EndReason::unwatched, out);
  out.emplace_back(history::PersonWatched{user, entry.label, false});
}

const Tracker::Entry* Tracker::find(const UserId& user) const {
  const auto found = people_.find(user);
  return found == people_.end() ? nullptr : &found->second;
}

bool Tracker::tracks(const UserId& user, Facet facet) const {
  const Entry* entry = find(user);
  return entry && (facet == Facet::presence ? entry->track.presence : entry->track.status);
}

void Tracker::observe(const UserId& user, base::Presence presence, WallTime at, How how, SessionNumber session,
                      Records& out) {
  if (tracks(user, Facet::presence)) people_[user].presence.observe(user, presence, at, how, session, out);
}

void Tracker::observe(const UserId& user, const base::Status& status, WallTime at, How how, SessionNumber session,
                      Records& out) {
  if (!tracks(user, Facet::status)) return;
  people_[user].status.observe(user, status, at, how, session, out);
  if (status.expires_at) expiries_.emplace(*status.expires_at, user);
}

void Tracker::move(const UserId& user, SessionNumber session, Records& out) {
  const auto found = people_.find(user);
  if (found == people_.end()) return;
  found->second.presence.move(user, session, out);
  found->second.status.move(user, session, out);
}

void Tracker::close(const UserId& user, WallTime proven, history::EndReason reason, Records& out) {
  const auto found = people_.find(user);
  if (found == people_.end()) return;
  found->second.presence.close(user, proven, reason, out);
  found->second.status.close(user, proven, reason, out);
}

void Tracker::close_status(const UserId& user, WallTime proven, history::EndReason reason, Records& out) {
  const auto found = people_.find(user);
  if (found != people_.end()) found->second.status.close(user, proven, reason, out);
}

bool Tracker::awaits_expiry(const UserId& user, WallTime expired_at) const {
  const Entry* entry = find(user);
  return entry && entry->status.covered() && entry->status.state() && entry->status.state()->expires_at == expired_at;
}

bool Tracker::conclude_expiry(const UserId& user, WallTime expired_at, WallTime proven, Records& out) {
  if (proven < expired_at + kExpiryGrace) return false;
  people_[user].status.conclude(user, base::Status{}, expired_at, proven, out);
  return true;
}

const base::Presence* Tracker::presence(const UserId& user) const {
  const Entry* entry = find(user);
  return entry && entry->presence.state() ? &*entry->presence.state() : nullptr;
}

const base::Status* Tracker::status(const UserId& user) const {
  const Entry* entry = find(user);
  return entry && entry->status.state() ? &*entry->status.state() : nullptr;
}

bool Tracker::covered(const UserId& user, Facet facet) const {
  const Entry* entry = find(user);
  return entry && (facet == Facet::presence ? entry->presence.covered() : entry->status.covered());
}

std::size_t Tracker::covered_count(Facet facet) const {
  std::size_t count = 0;
  for (const auto& [id, entry] : people_)
    count += facet == Facet::presence ? entry.presence.covered() : entry.status.covered();
  return count;
}

}  // namespace presenced::tracker
