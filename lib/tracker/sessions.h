// The sessions of all feeds: their numbers, and up to when each is proven to have lived. Everything that is covered is
// covered through a session, so its proof bounds what is claimed. A feed without sockets has sessions, too: one lasts
// as long as its calls are answered. Pure.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "history/record.h"
#include "tracker/facet_track.h"
#include "tracker/feed_id.h"
#include "tracker/history_clock.h"

namespace presenced::tracker {

class Sessions {
 public:
  // A proof is recorded when something else is, and at least this often.
  static constexpr base::Millis kProofInterval{4'000};

  // `names`: of the feeds, in the order of rank. `clock` and `out` must outlive it.
  Sessions(std::vector<history::FeedName> names, base::SessionNumber last, HistoryClock& clock, Records& out)
      : names_(std::move(names)), last_(last), clock_(clock), out_(out) {}

  base::SessionNumber open(FeedId feed, base::WallTime wall);
  // Everyone whom the session is to cover has been confirmed or given up on.
  void ready(base::SessionNumber session, base::WallTime wall);
  // Something arrived: until now nothing that it should have reported is missing.
  void prove(base::SessionNumber session, base::WallTime wall);
  // As `prove`, up to a recorded moment that has passed. Never takes anything back.
  void prove_until(base::SessionNumber session, base::WallTime recorded);
  // Everyone sampled through it has been reported since this recorded moment.
  void sampled(base::SessionNumber session, base::WallTime since);
  // Nothing is proven from here on. What was covered through it is the feed's to report as lost, in the same step.
  void end(base::SessionNumber session, base::WallTime wall, history::EndReason reason);

  history::FeedName name_of(FeedId feed) const { return names_[static_cast<std::size_t>(feed)]; }
  FeedId feed_of(base::SessionNumber session) const { return find(session).feed; }
  base::WallTime proof(base::SessionNumber session) const { return find(session).proof; }
  // The last `sampled`; WallTime{}: none yet.
  base::WallTime sampled_since(base::SessionNumber session) const { return find(session).sampled; }

  bool proof_due() const;
  // Of all that have been proven further since; forgets those that have ended.
  void record_proofs();
  // What was recorded after this moment has been moved aside.
  void rewind(base::WallTime until);

 private:
  struct Session {
    base::SessionNumber number{};
    FeedId feed{};
    base::WallTime proof;
    base::WallTime recorded_proof;
    base::WallTime sampled{};
    bool ended = false;
  };

  const Session& find(base::SessionNumber session) const {
    return *std::lower_bound(sessions_.begin(), sessions_.end(), session,
                             [](const Session& one, base::SessionNumber number) { return one.number < number; });
  }
  Session& find(base::SessionNumber session) { return const_cast<Session&>(std::as_const(*this).find(session)); }

  std::vector<history::FeedName> names_;
  base::SessionNumber last_;
  HistoryClock& clock_;
  Records& out_;
  std::vector<Session> sessions_;  // in the order of their numbers; few, and looked up all the time
};

}  // namespace presenced::tracker
