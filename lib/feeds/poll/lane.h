// When the next call of one Web API method may be made: a steady pace with jitter, and pauses after failures. Pure.
#pragma once

#include <algorithm>
#include <string>

#include "base/random.h"
#include "base/time.h"
#include "history/end_reason.h"
#include "session/backoff.h"
#include "slack/web_api.h"

namespace presenced::feeds::poll {

class Lane {
 public:
  // After a 429 that does not say for how long [clients of polling apps: 30 to 60 s, growing].
  static constexpr session::BackoffPolicy kLimited{base::Millis{30'000}, base::Millis{5 * 60'000}};
  static constexpr session::BackoffPolicy kTrouble{base::Millis{1'000}, base::Millis{60'000}};
  // Only people can lift a refusal; a reload tries at once.
  static constexpr base::Millis kRefusedPause{10 * 60'000};

  base::MonoTime due() const { return std::max(next_, paused_until_); }

  // A call is made. The next one follows after `spacing`, give or take a tenth.
  void made(base::MonoTime now, base::Millis spacing, base::Random& random) {
    next_ = now + spacing - spacing / 10 + random.up_to(spacing / 5);
  }
  void answered() {
    limited_.reset();
    trouble_.reset();
    error_ = {};
  }
  void failed(const slack::ApiError& error, base::MonoTime now, base::Random& random) {
    error_ = error;
    paused_until_ = std::max(paused_until_, now + pause_after(error, random));
  }
  void retry_now() { paused_until_ = base::MonoTime::min(); }

  // The last failure, until a call is answered; empty: all is well.
  const slack::ApiError& error() const { return error_; }
  bool in_trouble() const { return !error_.error.empty(); }
  // Why samples fail to come.
  history::EndReason reason() const {
    if (error_.error == "ratelimited") return history::EndReason::rate_limited;
    return in_trouble() ? history::EndReason::network_error : history::EndReason::timeout;
  }

 private:
  base::Millis pause_after(const slack::ApiError& error, base::Random& random) {
    if (slack::is_refusal(error.kind)) return kRefusedPause + random.up_to(kRefusedPause / 10);
    if (error.retry_after && error.retry_after->count() > 0)
      return base::Millis{*error.retry_after} + random.up_to(base::Millis{1'000});
    if (error.error != "ratelimited") return trouble_.next(random);
    static_cast<void>(limited_.next(random));
    return limited_.ceiling(limited_.failures());
  }

  base::MonoTime next_{base::MonoTime::min()};
  base::MonoTime paused_until_{base::MonoTime::min()};
  session::Backoff limited_{kLimited};
  session::Backoff trouble_{kTrouble};
  slack::ApiError error_;
};

}  // namespace presenced::feeds::poll
