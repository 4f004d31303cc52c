#include "session/reconnect.h"

#include <algorithm>

namespace presenced::session {

using base::Millis;
using base::MonoTime;

void Reconnect::refused(MonoTime now, const slack::ApiError& error, base::Random& random) {
  const Millis backoff = backoff_.next(random);
  Millis pause = backoff;
  switch (error.kind) {
    case slack::ErrorClass::credential:
    case slack::ErrorClass::plan:
    case slack::ErrorClass::mistake:
      pause = policy_.refused + random.up_to(policy_.refused / 10);
      break;
    case slack::ErrorClass::slow:
      pause = policy_.slow + random.up_to(policy_.slow / 10);
      break;
    case slack::ErrorClass::transient:
    case slack::ErrorClass::absent:
      break;
  }
  if (error.retry_after)
    pause = std::max(pause, Millis{*error.retry_after} + random.up_to(Millis{1'000}));
  else if (error.error == "ratelimited")
    pause = std::max(pause, policy_.ratelimited);
  due_ = now + pause;
}

void Reconnect::failed(MonoTime now, base::Random& random) { due_ = now + backoff_.next(random); }

void Reconnect::session_ended(MonoTime now, Millis lived, base::Random& random) {
  if (lived >= policy_.good_session) backoff_.reset();
  due_ = now + backoff_.next(random);
}

void Reconnect::successor_wanted(MonoTime now, Millis lived) {
  if (lived >= policy_.good_session) backoff_.reset();
  due_ = now;
}

}  // namespace presenced::session
