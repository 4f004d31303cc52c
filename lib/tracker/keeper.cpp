#include "tracker/keeper.h"

#include <algorithm>

namespace presenced::tracker {

using base::Facet;
using base::SessionNumber;
using base::UserId;
using base::WallTime;
using history::EndReason;
using history::Mode;

namespace {

constexpr std::uint32_t bit(FeedId feed) { return std::uint32_t{1} << static_cast<unsigned>(feed); }

bool disagrees(const Tracker::Tracked& one, FeedId feed, const base::State& state) {
  return one.reported_by && *one.reported_by != feed && one.track.state() && *one.track.state() != state;
}

// One member of each.
template <class Member>
auto each(const std::vector<Keeper::Supplier>& feeds, Member Keeper::Supplier::*member) {
  std::vector<Member> members;
  for (const Keeper::Supplier& one : feeds) members.push_back(one.*member);
  return members;
}

}  // namespace

Keeper::Keeper(const std::vector<Supplier>& feeds, const history::Resume& resume, HistoryClock& clock, Records& out)
    : supplies_(each(feeds, &Supplier::facets)),
      clock_(clock),
      out_(out),
      sessions_(each(feeds, &Supplier::name), resume.last_session, clock, out),
      tracker_(resume.people) {}

std::optional<FeedId> Keeper::owner_of(const FacetTrack* track) const {
  if (!track || !track->covered()) return std::nullopt;
  return sessions_.feed_of(track->session());
}

std::optional<FeedId> Keeper::owner_of(const UserId& user, Facet facet) const {
  return owner_of(tracker_.track(user, facet));
}

// Samples prove themselves (FacetTrack::close).
WallTime Keeper::proof_of(const FacetTrack* track) const {
  return track && track->covered() ? sessions_.proof(track->session()) : WallTime{};
}

void Keeper::observe(SessionNumber session, const UserId& user, const base::State& state, How how, WallTime wall,
                     WallTime moment) {
  const FeedId feed = sessions_.feed_of(session);
  const Facet facet = base::facet_of(state);
  Tracker::Tracked* one = tracker_.tracked(user, facet);
  if (!one) return;
  const auto owner = owner_of(&one->track);
  if (owner && *owner < feed) return;
  if (disagrees(*one, feed, state) && !(one->asked & bit(feed))) return ask(feed, user, facet);
  one->reported_by = feed;
  one->asked = 0;
  if (owner && *owner != feed)
    tracker_.close(
        user, facet, proof_of(&one->track),
        sessions_.name_of(*owner) == history::FeedName::poll ? EndReason::polling_ended : EndReason::unwatched, out_);
  tracker_.observe(*one, user, state, clock_.stamp(wall), how, session, out_, moment);
}

bool Keeper::contradicts(FeedId feed, const UserId& user, const base::State& state) const {
  const Tracker::Tracked* one = tracker_.known(user, base::facet_of(state));
  return one && disagrees(*one, feed, state);
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

void Keeper::lose(FeedId feed, const UserId& user, Facet facet, EndReason reason, WallTime at_most) {
  if (!covers(feed, user, facet)) return;
  tracker_.close(user, facet, std::min(proof_of(user, facet), at_most), reason, out_);
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

void Keeper::purge(const UserId& user, bool forgotten) { tracker_.purge(user, forgotten, out_); }

std::vector<Restatement> Keeper::take_restatements() {
  for (const Restatement& one : restatements_)
    for (const base::FacetRow& row : base::kFacets)
      if (Tracker::Tracked* facet = one.facets.contains(row.facet) ? tracker_.tracked(one.user, row.facet) : nullptr)
        facet->asked |= bit(one.feed);
  return std::exchange(restatements_, {});
}

void Keeper::expire(WallTime now) {
  const auto known_until = [&](const UserId& user, Facet facet) {
    const FacetTrack* track = tracker_.track(user, facet);
    return track && track->covered_by(Mode::sampled) ? track->confirmed() : proof_of(track);
  };
  tracker_.expire(now, known_until, out_);
}

void Keeper::rewind(WallTime until, const Known& known) {
  tracker_ = Tracker(known);
  sessions_.rewind(until);
}

}  // namespace presenced::tracker
