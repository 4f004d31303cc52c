// A tracker with two watched people and what it wrote, for the tests of lib/tracker.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tracker/tracker.h"

namespace presenced::tracker::testing {

inline const base::UserId kAnn{"U0ANN"};
inline const base::UserId kBob{"U0BOB"};
inline constexpr base::SessionNumber kOne{1};
inline constexpr base::SessionNumber kTwo{2};
inline constexpr auto active = base::Presence::active;
inline constexpr auto away = base::Presence::away;

// Some moment, so many milliseconds after the tests begin.
constexpr base::WallTime at(std::int64_t ms) { return base::wall_from_unix_ms(1'700'000'000'000 + ms); }

inline base::Status status(std::string text, std::optional<base::WallTime> expires_at = std::nullopt) {
  return {std::move(text), ":wave:", expires_at};
}

struct Tracking {
  explicit Tracking(std::vector<std::pair<base::UserId, history::PersonResume>> known = {}) : tracker(known) {
    watch({{kAnn, ""}, {kBob, ""}});
    written.clear();
  }

  void watch(const std::vector<watch::Person>& people, base::WallTime proven = at(0)) {
    tracker.watch(
        people, [&](const base::UserId&, base::Facet) { return proven; }, written);
  }
  void observe(const base::UserId& user, const base::State& state, base::WallTime when, How how,
               base::SessionNumber session, base::WallTime moment = {}) {
    if (auto* one = tracker.tracked(user, base::facet_of(state)))
      tracker.observe(*one, user, state, when, how, session, written, moment);
  }
  void pushed(const base::UserId& user, const base::State& state, base::WallTime when,
              base::SessionNumber session = kOne) {
    observe(user, state, when, How::pushed, session);
  }
  void queried(const base::UserId& user, const base::State& state, base::WallTime when,
               base::SessionNumber session = kOne) {
    observe(user, state, when, How::queried, session);
  }
  void replayed(const base::UserId& user, base::Presence presence, base::WallTime when, base::WallTime received,
                base::SessionNumber session = kOne) {
    observe(user, presence, when, How::replayed, session, received);
  }
  void late(const base::UserId& user, base::Presence presence, base::WallTime when, base::WallTime earliest) {
    observe(user, presence, when, How::late, kOne, earliest);
  }
  void sampled(const base::UserId& user, base::Presence presence, base::WallTime when,
               base::SessionNumber session = kOne) {
    observe(user, presence, when, How::sampled, session);
  }
  void close(const base::UserId& user, history::Mode mode, base::WallTime proven, history::EndReason reason) {
    for (const base::FacetRow& row : base::kFacets)
      if (covered_by(user, row.facet, mode)) tracker.close(user, row.facet, proven, reason, written);
  }
  void close(const base::UserId& user, base::WallTime proven,
             history::EndReason reason = history::EndReason::peer_closed) {
    close(user, history::Mode::subscribed, proven, reason);
  }

  void expire(base::WallTime now, base::WallTime proven) {
    tracker.expire(
        now, [&](const base::UserId&, base::Facet) { return proven; }, written);
  }

  void move(const base::UserId& user, history::Mode mode, base::SessionNumber session) {
    for (const base::FacetRow& row : base::kFacets)
      if (covered_by(user, row.facet, mode)) tracker.move(user, row.facet, session, written);
  }

  bool covered_by(const base::UserId& user, base::Facet facet, history::Mode mode) const {
    const FacetTrack* track = tracker.track(user, facet);
    return track && track->covered_by(mode);
  }
  bool covered(const base::UserId& user, base::Facet facet) const {
    const FacetTrack* track = tracker.track(user, facet);
    return track && track->covered();
  }
  // Null when nothing is known.
  const base::State* known(const base::UserId& user, base::Facet facet) const {
    const FacetTrack* track = tracker.track(user, facet);
    return track && track->state() ? &*track->state() : nullptr;
  }
  std::optional<base::WallTime> sampled_until(const base::UserId& user, base::Facet facet) const {
    if (!covered_by(user, facet, history::Mode::sampled)) return std::nullopt;
    return tracker.track(user, facet)->confirmed();
  }

  // The records of one kind that have been written, in order.
  template <class R>
  std::vector<R> all() const {
    std::vector<R> found;
    for (const history::Record& record : written)
      if (const R* one = std::get_if<R>(&record)) found.push_back(*one);
    return found;
  }
  template <class R>
  R last() const {
    return all<R>().back();
  }
  // The transitions of one facet.
  std::vector<history::Transition> all(base::Facet facet) const {
    std::vector<history::Transition> found = all<history::Transition>();
    std::erase_if(found, [&](const history::Transition& one) { return one.facet() != facet; });
    return found;
  }
  history::Transition last(base::Facet facet) const { return all(facet).back(); }

  Tracker tracker;
  Records written;
};

}  // namespace presenced::tracker::testing
