#include "tracker/tracker.h"

namespace presenced::tracker {

using base::Facet;
using base::SessionNumber;
using base::UserId;
using base::WallTime;
using history::Mode;

Tracker::Tracker(const std::vector<std::pair<UserId, history::PersonResume>>& known) {
  for (const auto& [id, person] : known) {
    Entry& entry = people_[id];
    entry.watched = person.watched;
    entry.label = person.label;
    if (person.presence) entry.presence = FacetTrack<base::Presence, Facet::presence>(*person.presence);
    if (person.status) entry.status = FacetTrack<base::Status, Facet::status>(*person.status);
  }
}

template <class Act>
void Tracker::change(const UserId& user, const Act& act) {
  const auto found = people_.find(user);
  if (found == people_.end()) return;
  Entry& entry = found->second;
  const auto count = [&](Facet facet, bool covered) { covered_[static_cast<std::size_t>(facet)] += covered; };
  const auto discount = [&](Facet facet, bool covered) { covered_[static_cast<std::size_t>(facet)] -= covered; };
  discount(Facet::presence, entry.presence.covered());
  discount(Facet::status, entry.status.covered());
  act(entry);
  count(Facet::presence, entry.presence.covered());
  count(Facet::status, entry.status.covered());
}

void Tracker::enter(const watch::Person& person, WallTime proven, Records& out) {
  people_.try_emplace(person.id);
  change(person.id, [&](Entry& entry) {
    if (!entry.watched || entry.label != person.label)
      out.emplace_back(history::PersonWatched{person.id, person.label, true});
    entry.watched = true;
    entry.label = person.label;
    entry.track = person.track;
    if (!person.track.presence) entry.presence.close(person.id, proven, history::EndReason::unwatched, out);
    if (!person.track.status) entry.status.close(person.id, proven, history::EndReason::unwatched, out);
  });
}

void Tracker::unwatch(const UserId& user, WallTime proven, Records& out) {
  change(user, [&](Entry& entry) {
    entry.watched = false;
    entry.track = {false, false};
    entry.presence.close(user, proven, history::EndReason::unwatched, out);
    entry.status.close(user, proven, history::EndReason::unwatched, out);
    out.emplace_back(history::PersonWatched{user, entry.label, false});
  });
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
                      Records& out, WallTime said) {
  if (!tracks(user, Facet::presence)) return;
  change(user, [&](Entry& entry) { entry.presence.observe(user, presence, at, how, session, out, said); });
}

void Tracker::observe(const UserId& user, const base::Status& status, WallTime at, How how, SessionNumber session,
                      Records& out, WallTime said) {
  if (!tracks(user, Facet::status)) return;
  change(user, [&](Entry& entry) { entry.status.observe(user, status, at, how, session, out, said); });
  if (status.expires_at) expiries_.emplace(*status.expires_at, user);
}

void Tracker::move(const UserId& user, Mode mode, SessionNumber session, Records& out) {
  change(user, [&](Entry& entry) {
    if (entry.presence.covered_by(mode)) entry.presence.move(user, session, out);
    if (entry.status.covered_by(mode)) entry.status.move(user, session, out);
  });
}

void Tracker::close(const UserId& user, Mode mode, WallTime proven, history::EndReason reason, Records& out) {
  change(user, [&](Entry& entry) {
    if (entry.presence.covered_by(mode)) entry.presence.close(user, proven, reason, out);
    if (entry.status.covered_by(mode)) entry.status.close(user, proven, reason, out);
  });
}

void Tracker::close(const UserId& user, Facet facet, WallTime proven, history::EndReason reason, Records& out) {
  change(user, [&](Entry& entry) {
    if (facet == Facet::presence)
      entry.presence.close(user, proven, reason, out);
    else
      entry.status.close(user, proven, reason, out);
  });
}

void Tracker::purge(const UserId& user, bool forgotten, Records& out) {
  change(user, [&](Entry& entry) {
    entry.presence = {};
    entry.status = {};
    if (entry.watched && !forgotten) out.emplace_back(history::PersonWatched{user, entry.label, true});
  });
  if (const Entry* entry = find(user); entry && (forgotten || !entry->watched)) people_.erase(user);
}

std::optional<WallTime> Tracker::sampled_until(const UserId& user) const {
  const Entry* entry = find(user);
  if (!entry || !entry->presence.covered_by(Mode::sampled)) return std::nullopt;
  return entry->presence.confirmed();
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

}  // namespace presenced::tracker
