// What is known of one facet of one person, and the rules by which observations become history. Pure.
//
// A facet is either covered (somebody provably watches it) or not. Observing it opens coverage; closing ends it. A
// transition is written when, and only when, an observation differs from what was last known:
//
//   never known before                -> first
//   differs, was not covered          -> resync  earliest = end of the last coverage
//   differs, covered, pushed          -> push    earliest = at
//   differs, covered, found by asking -> audit   earliest = the last time the old state was confirmed
//   differs, covered by samples       -> sample  earliest = the last sample that showed the old state
//
// An equal state after a gap writes no transition, but the coverage that opens anew keeps the gap visible for ever.
//
// Coverage is kept up by a subscription or by samples. The one never goes over into the other: it ends, and the other
// begins. Between two samples nobody looks, so what is covered by samples is never proven beyond the last one.
#pragma once

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "history/record.h"

namespace presenced::tracker {

using Records = std::vector<history::Record>;

enum class How : std::uint8_t {
  told,      // pushed by Slack
  answered,  // the answer to a question of ours
  recalled,  // what a socket that has lived ever since said earlier (at `said`); nothing confirms it since
  sampled,   // said of somebody who is only asked about now and then
};

template <class State, base::Facet kFacet>
class FacetTrack {
 public:
  FacetTrack() = default;
  explicit FacetTrack(history::LastKnown<State> known)
      : state_(std::move(known.state)), confirmed_(known.confirmed_until), covered_until_(known.confirmed_until) {}

  bool covered() const { return covered_; }
  bool covered_by(history::Mode mode) const { return covered_ && mode_ == mode; }
  base::WallTime confirmed() const { return confirmed_; }  // the last moment Slack said that it was `state`
  const std::optional<State>& state() const { return state_; }
  base::SessionNumber session() const { return session_; }

  // `at` must not be before any moment given earlier for this person. `said`: the recorded moment at which Slack said
  // so, of what is recalled.
  void observe(const base::UserId& user, const State& state, base::WallTime at, How how, base::SessionNumber session,
               Records& out, base::WallTime said = {}) {
    const auto mode = how == How::sampled ? history::Mode::sampled : history::Mode::subscribed;
    if (mode != mode_) close(user, at, history::EndReason::unwatched, out);
    const bool was_covered = covered_;
    if (!was_covered) {
      out.emplace_back(history::CoverageOpened{user, kFacet, at, mode, session});
      covered_ = true;
      mode_ = mode;
      covered_since_ = at;
    } else if (session != session_) {
      move(user, session, out);
    }
    session_ = session;
    const bool news = state_ != state;
    const base::WallTime known_until = std::max(confirmed_, covered_until_);  // of what was so before
    if (!state_)
      change(user, state, at, at, history::Source::first, out);
    else if (news && !was_covered)
      change(user, state, at, known_until, history::Source::resync, out);
    else if (news && how == How::told)
      change(user, state, at, at, history::Source::push, out);
    else if (news)
      change(user, state, at, confirmed_, how == How::sampled ? history::Source::sample : history::Source::audit, out);
    // What is recalled is confirmed for when it was said, though not for a time when something else was so.
    confirmed_ = how == How::recalled ? std::max(news ? known_until : confirmed_, said) : at;
  }

  // A change that follows from the state itself (a status runs out), known to lie in [earliest, at]. It is written
  // where the coverage and the records have got to, should that be later.
  void conclude(const base::UserId& user, const State& state, base::WallTime earliest, base::WallTime at,
                Records& out) {
    at = std::max({at, covered_since_, changed_});
    change(user, state, at, std::clamp(earliest, std::min(confirmed_, at), at), history::Source::expiry, out);
    confirmed_ = at;
  }

  // Another session keeps the coverage up from here on, without a gap.
  void move(const base::UserId& user, base::SessionNumber session, Records& out) {
    if (!covered_ || session == session_) return;
    session_ = session;
    out.emplace_back(history::CoverageMoved{user, kFacet, session});
  }

  // `proven`: the last moment the coverage is proven for. Never before what has been recorded in it. Samples prove
  // themselves: up to the last one and no further, whatever becomes of the sockets.
  void close(const base::UserId& user, base::WallTime proven, history::EndReason reason, Records& out) {
    if (!covered_) return;
    covered_ = false;
    if (mode_ == history::Mode::sampled) proven = confirmed_;
    const base::WallTime at = std::max({proven, covered_since_, changed_});
    covered_until_ = at;
    out.emplace_back(history::CoverageClosed{user, kFacet, at, reason});
  }

 private:
  void change(const base::UserId& user, const State& state, base::WallTime at, base::WallTime earliest,
              history::Source source, Records& out) {
    out.emplace_back(history::Transition<State>{user, at, std::min(earliest, at), state_, state, source, session_});
    state_ = state;
    changed_ = at;
  }

  std::optional<State> state_;
  base::WallTime confirmed_{};      // the last moment Slack said that it was `state_`
  base::WallTime covered_until_{};  // the end of the last coverage
  base::WallTime changed_{};        // the newest transition
  base::WallTime covered_since_{};  // meaningful while covered
  base::SessionNumber session_{};
  history::Mode mode_ = history::Mode::subscribed;  // of the coverage, meaningful while covered
  bool covered_ = false;
};

}  // namespace presenced::tracker
