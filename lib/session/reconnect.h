// When the next attempt at a session may be made. One owner of this question per subscription set, so that a goodbye
// and the close that follows it cannot both start one. It never gives up.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/random.h"
#include "base/time.h"
#include "session/backoff.h"
#include "slack/web_api.h"

namespace presenced::session {

struct ReconnectPolicy {
  BackoffPolicy backoff;
  base::Millis good_session{60'000};  // a session that lasted so long clears the failures before it
  base::Millis refused{10 * 60'000};  // pause after a refusal that only people can lift: an admin can restore a token
  base::Millis slow{3 * 60'000};      // pause after an error of class `slow` (slack/api_errors.h)
  base::Millis ratelimited{30'000};   // when Slack asks us to slow down without saying for how long
};

class Reconnect {
 public:
  explicit Reconnect(ReconnectPolicy policy = {}) : policy_(policy), backoff_(policy.backoff) {}

  // An attempt is due at this moment; empty: none is wanted (one is under way, or a session is live).
  std::optional<base::MonoTime> due() const { return due_; }

  void want(base::MonoTime now) { due_ = now; }  // start, reload: at once
  void started() { due_.reset(); }
  // An attempt that waits is not made before this moment: another one has learnt that it would be in vain.
  void put_off(base::MonoTime until) {
    if (due_) due_ = std::max(*due_, until);
  }
  // Slack refused a session, in its answer to rtm.connect or on the socket (jitter of up to a tenth is added to the
  // fixed pauses).
  void refused(base::MonoTime now, const slack::ApiError& error, base::Random& random);
  // The attempt failed on the way to hello.
  void failed(base::MonoTime now, base::Random& random);
  // A session is over that had been live for so long.
  void session_ended(base::MonoTime now, base::Millis lived, base::Random& random);
  // The session announced its end: open the successor at once; the pacer alone may delay it.
  void successor_wanted(base::MonoTime now, base::Millis lived);

  int failures() const { return backoff_.failures(); }

 private:
  ReconnectPolicy policy_;
  Backoff backoff_;
  std::optional<base::MonoTime> due_;
};

}  // namespace presenced::session
