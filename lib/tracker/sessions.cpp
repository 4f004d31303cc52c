#include "tracker/sessions.h"

#include <algorithm>

namespace presenced::tracker {

using base::SessionNumber;
using base::WallTime;

SessionNumber Sessions::open(FeedId feed, WallTime wall) {
  const WallTime at = clock_.stamp(wall);
  last_ = SessionNumber{static_cast<std::int64_t>(last_) + 1};
  sessions_.push_back({last_, feed, at, at});
  out_.emplace_back(history::SessionOpened{last_, at, name_of(feed)});
  out_.emplace_back(history::SessionProven{last_, at});
  return last_;
}

void Sessions::ready(SessionNumber session, WallTime wall) {
  out_.emplace_back(history::SessionReady{session, clock_.stamp(wall)});
}

void Sessions::prove(SessionNumber session, WallTime wall) { find(session).proof = clock_.stamp(wall); }

void Sessions::prove_until(SessionNumber session, WallTime recorded) {
  WallTime& proof = find(session).proof;
  proof = std::max(proof, recorded);
}

void Sessions::sampled(SessionNumber session, WallTime since) {
  find(session).sampled = since;
  out_.emplace_back(history::SessionSampled{session, since});
}

void Sessions::end(SessionNumber session, WallTime wall, history::EndReason reason) {
  find(session).ended = true;
  out_.emplace_back(history::SessionEnded{session, clock_.stamp(wall), reason});
}

bool Sessions::proof_due() const {
  return std::any_of(sessions_.begin(), sessions_.end(),
                     [](const Session& one) { return !one.ended && one.proof - one.recorded_proof >= kProofInterval; });
}

void Sessions::record_proofs() {
  std::erase_if(sessions_, [](const Session& one) { return one.ended; });
  for (Session& session : sessions_) {
    if (session.proof == session.recorded_proof) continue;
    session.recorded_proof = session.proof;
    out_.emplace_back(history::SessionProven{session.number, session.proof});
  }
}

void Sessions::rewind(WallTime until) {
  for (Session& session : sessions_) {
    session.proof = std::min(session.proof, until);
    session.recorded_proof = std::min(session.recorded_proof, until);
    session.sampled = std::min(session.sampled, until);
  }
}

}  // namespace presenced::tracker
