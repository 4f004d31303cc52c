// What is known of one facet of one person, and the rules by which observations become history. Pure.
//
// A facet is either covered (somebody provably watches it) or not. Observing it opens coverage; closing ends it. A
// transition is written when, and only when, an observation differs from what was last known:
//
//   never known before                -> first
//   differs, was not covered          -> resync  earliest = end of the last coverage
//   differs, covered, pushed          -> push    earliest = at
//   differs, covered, pushed late     -> late    earliest = the first moment at which it can have been made
//   differs, covered, found by asking -> audit   earliest = the last time the old state was confirmed
//   differs, covered by samples       -> sample  earliest = the last sample that showed the old state
//
// An equal state after a gap writes no transition, but the coverage that opens again keeps the gap visible for ever.
//
// Coverage is kept up by a subscription or by samples. The one never goes over into the other: it ends, and the other
// begins. Between two samples nobody looks, so what is covered by samples is never proven beyond the last one.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "history/record.h"

namespace presenced::tracker {

using Records = std::vector<history::Record>;

enum class How : std::uint8_t {
  pushed,    // an event of Slack's
  late,      // an event of Slack's that was under way for long
  queried,   // the answer to a question of ours
  replayed,  // the last value of a socket that has lived ever since (received at `received`); nothing confirms it since
  sampled,   // the answer about somebody who is only asked about now and then
};

class FacetTrack {
 public:
  FacetTrack() = default;
  explicit FacetTrack(history::LastKnown known)
      : state_(std::move(known.state)), confirmed_(known.confirmed_until), covered_until_(known.confirmed_until) {}

  bool covered() const { return covered_; }
  bool covered_by(history::Mode mode) const { return covered_ && mode_ == mode; }
  base::WallTime confirmed() const { return confirmed_; }  // the last moment Slack reported `state`
  const std::optional<base::State>& state() const { return state_; }
  base::SessionNumber session() const { return session_; }

  // `state` is always of the same facet. `at` must not be before any moment given earlier for this person. `moment`: of
  // a replayed value, the recorded moment at which it came; of an event, the first moment by our clock at which Slack
  // can have made it; of an answer, when it was asked for. Empty: the same as `at`; only of what comes in order.
  void observe(const base::UserId& user, const base::State& state, base::WallTime at, How how,
               base::SessionNumber session, Records& out, base::WallTime moment = {});

  // A change that follows from the state itself (a status runs out), known to lie in [earliest, at]. It is written
  // where the coverage and the records have got to, should that be later.
  void conclude(const base::UserId& user, const base::State& state, base::WallTime earliest, base::WallTime at,
                Records& out);

  // Another session keeps the coverage up from here on, without a gap.
  void move(const base::UserId& user, base::SessionNumber session, Records& out);

  // Nothing is known any more, and nothing covered, without a record.
  void forget();

  // `proven`: the last moment the coverage is proven for. Never before what has been recorded in it. Samples prove
  // themselves: up to the last one and no further, whatever becomes of the sockets.
  void close(const base::UserId& user, base::WallTime proven, history::EndReason reason, Records& out);

 private:
  void change(const base::UserId& user, const base::State& state, base::WallTime at, base::WallTime earliest,
              history::Source source, Records& out);

  std::optional<base::State> state_;  // there is one while covered
  base::WallTime confirmed_{};        // the last moment Slack reported `state_`
  base::WallTime covered_until_{};    // the end of the last coverage
  base::WallTime changed_{};          // the newest transition
  base::WallTime changed_after_{};    // its `earliest`
  base::WallTime covered_since_{};    // meaningful while covered
  base::SessionNumber session_{};
  history::Mode mode_ = history::Mode::subscribed;  // of the coverage, meaningful while covered
  bool covered_ = false;
};

}  // namespace presenced::tracker
