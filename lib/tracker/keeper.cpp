#include "tracker/keeper.h"

namespace presenced::tracker {

using base::Facet;
using base::SessionNumber;
using base::UserId;
using base::WallTime;
using history::EndReason;
using history::Mode;

namespace {

constexpr std::uint32_t bit(FeedId feed) { return std::uint32_t{1} << static_cast<unsigned>(feed); }

}  // namespace

Keeper::Keeper(std::vector<base::Facets> supplies, const history::Resume& resume, HistoryClock& clock, Records& out)
    : supplies_(std::move(supplies)),
      clock_(clock),
      out_(out),
      sessions_(resume.last_session, clock, out),
      tracker_(resume.people) {}

std::optional<FeedId> Keeper::owner_of(const UserId& user, Facet facet) const {
  const FacetTrack* track = tracker_.track(user, facet);
  if (!track || !track->covered()) return std::nullopt;
  return sessions_.feed_of(track->session());
}

// Samples prove themselves (FacetTrack::close).
WallTime Keeper::proof_of(const UserId& user, Facet facet) const {
  const FacetTrack* track = tracker_.track(user, facet);
  return track && track->covered() ? sessions_.proof(track->session()) : WallTime{};
}

void Keeper::observe(SessionNumber session, const UserId& user, const base::State& state, How how, WallTime wall,
                     WallTime received) {
  const FeedId feed = sessions_.feed_of(session);
  const Facet facet = base::facet_of(state);
  const auto owner = owner_of(user, facet);
  if (owner && *owner < feed) return;
  if (contradicts(feed, user, state) && !(last_reports_[user][facet].asked & bit(feed))) return ask(feed, user, facet);
  if (owner && *owner != feed) tracker_.close(user, facet, proof_of(user, facet), EndReason::unwatched, out_);
  if (supplies_.size() > 1) last_reports_[user][facet] = {feed};
  tracker_.observe(user, state, clock_.stamp(wall), how, session, out_, received);
}

bool Keeper::contradicts(FeedId feed, const UserId& user, const base::State& state) const {
  const Facet facet = base::facet_of(state);
  const auto last = last_reports_.find(user);
  if (last == last_reports_.end() || last->second[facet].feed == feed) return false;
  const FacetTrack* track = tracker_.track(user, facet);
  return track && track->state() && *track->state() != state;
}

void Keeper::move(SessionNumber to, const UserId& user, Mode mode) {
  for (const base::FacetRow& row : base::kFacets) {
    const FacetTrack* track = tracker_.track(user, row.facet);
    if (track && track->covered_by(mode) && covers(sessions_.feed_of(to), user, row.facet))
      tracker_.move(user, row.facet, to, out_);
  }
}

void Keeper::lose(FeedId feed, const UserId& user, Mode mode, EndReason reason) {
  for (const base::FacetRow& row : base::kFacets) {
    const FacetTrack* track = tracker_.track(user, row.facet);
    if (track && track->covered_by(mode)) lose(feed, user, row.facet, reason);
  }
}

void Keeper::lose(FeedId feed, const UserId& user, Facet facet, EndReason reason) {
  if (!covers(feed, user, facet)) return;
  tracker_.close(user, facet, proof_of(user, facet), reason, out_);
  for (std::size_t worse = static_cast<std::size_t>(feed) + 1; worse < supplies_.size(); ++worse)
    if (supplies_[worse].contains(facet)) ask(static_cast<FeedId>(worse), user, facet);
}

std::optional<WallTime> Keeper::sampled_until(FeedId feed, const UserId& user, Facet facet) const {
  const FacetTrack* track = tracker_.track(user, facet);
  if (!track || !track->covered_by(Mode::sampled) || !covers(feed, user, facet)) return std::nullopt;
  return track->confirmed();
}

void Keeper::watch(std::span<const watch::Person> people) {
  tracker_.watch(
      people, [&](const UserId& user, Facet facet) { return proof_of(user, facet); }, out_);
}

void Keeper::purge(const UserId& user, bool forgotten) {
  tracker_.purge(user, forgotten, out_);
  last_reports_.erase(user);
}

std::vector<Restatement> Keeper::take_restatements() {
  for (const Restatement& one : restatements_)
    for (const base::FacetRow& row : base::kFacets)
      if (one.facets.contains(row.facet)) last_reports_[one.user][row.facet].asked |= bit(one.feed);
  return std::exchange(restatements_, {});
}

void Keeper::expire(WallTime now) {
  tracker_.expire(
      now, [&](const UserId& user, Facet facet) { return proof_of(user, facet); }, out_);
}

void Keeper::rewind(WallTime until, const Known& known) {
  tracker_ = Tracker(known);
  sessions_.rewind(until);
}

}  // namespace presenced::tracker
