#include "tracker/facet_track.h"

#include <algorithm>

namespace presenced::tracker {

using base::WallTime;
using history::Mode;
using history::Source;

void FacetTrack::observe(const base::UserId& user, const base::State& state, WallTime at, How how,
                         base::SessionNumber session, Records& out, WallTime moment) {
  const auto mode = how == How::sampled ? Mode::sampled : Mode::subscribed;
  if (mode != mode_) close(user, at, history::EndReason::unwatched, out);
  const bool was_covered = covered_;
  if (!was_covered) {
    out.emplace_back(history::CoverageOpened{user, base::facet_of(state), at, mode, session});
    covered_ = true;
    mode_ = mode;
    covered_since_ = at;
  } else if (session != session_) {
    move(user, session, out);
  }
  session_ = session;
  const bool news = state_ != state;
  const WallTime known_until = std::max(confirmed_, covered_until_);  // of the state before
  if (!state_)
    change(user, state, at, at, Source::first, out);
  else if (news && !was_covered)
    change(user, state, at, known_until, Source::resync, out);
  else if (news && how == How::pushed)
    change(user, state, at, at, Source::push, out);
  else if (news && how == How::late)
    change(user, state, at, std::max(moment, changed_after_), Source::late, out);  // perhaps before that was read
  else if (news)
    change(user, state, at, confirmed_, how == How::sampled ? Source::sample : Source::audit, out);
  // A replayed value is confirmed for when it was received, though not for a time when another state was so; what an
  // event or an answer repeats, for when it was made, where that is known; so is all that is new, but for events that
  // come in order. A moment that is yet to come was reckoned by a clock that was ahead.
  const bool dated = moment != WallTime{} && (!news || how != How::pushed);
  const bool of_before = how == How::replayed || dated;
  const WallTime so_far = news ? known_until : confirmed_;
  confirmed_ = !of_before ? at : moment > at ? so_far : std::max(so_far, moment);
}

void FacetTrack::conclude(const base::UserId& user, const base::State& state, WallTime earliest, WallTime at,
                          Records& out) {
  at = std::max({at, covered_since_, changed_});
  change(user, state, at, std::clamp(earliest, std::min(confirmed_, at), at), Source::expiry, out);
  confirmed_ = at;
}

void FacetTrack::forget() {
  state_.reset();
  confirmed_ = covered_until_ = changed_ = changed_after_ = covered_since_ = WallTime{};
  covered_ = false;
}

void FacetTrack::move(const base::UserId& user, base::SessionNumber session, Records& out) {
  if (!covered_ || session == session_) return;
  session_ = session;
  out.emplace_back(history::CoverageMoved{user, base::facet_of(*state_), session});
}

void FacetTrack::close(const base::UserId& user, WallTime proven, history::EndReason reason, Records& out) {
  if (!covered_) return;
  covered_ = false;
  if (mode_ == Mode::sampled) proven = confirmed_;
  const WallTime at = std::max({proven, covered_since_, changed_});
  covered_until_ = at;
  out.emplace_back(history::CoverageClosed{user, base::facet_of(*state_), at, reason});
}

void FacetTrack::change(const base::UserId& user, const base::State& state, WallTime at, WallTime earliest,
                        Source source, Records& out) {
  out.emplace_back(history::Transition{user, at, std::min(earliest, at), state_, state, source, session_});
  state_ = state;
  changed_ = at;
  changed_after_ = std::min(earliest, at);
}

}  // namespace presenced::tracker
