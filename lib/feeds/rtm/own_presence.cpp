#include "feeds/rtm/own_presence.h"

#include "feeds/rtm/context.h"

namespace presenced::feeds::rtm {

using base::LogLevel;
using base::MonoTime;
using slack::Method;

void OwnPresence::tend(Context& context, MonoTime now) {
  if (!due_ || !context.pace.ready(Method::users_set_presence, now)) return;
  context.pace.made(Method::users_set_presence, now);
  due_ = false;  // unless the reply says otherwise
  context.orders.call(slack::users_set_presence(hide_));
}

MonoTime OwnPresence::deadline(const Context& context) const {
  return due_ ? context.pace.earliest(Method::users_set_presence) : MonoTime::max();
}

void OwnPresence::replied(const slack::Reply& reply, Context& context, MonoTime now) {
  const auto* error = std::get_if<slack::ApiError>(&reply);
  if (!due_) {  // else the setting has changed since
    due_ = error && (error->retry_after || error->kind == slack::ErrorClass::transient);
    shown_ = !hide_ && !due_;  // a token that may not send `auto` never sent `away`
  }
  if (!error) return;
  if (due_ && !error->retry_after) context.pace.not_before(Method::users_set_presence, now + kRetry);
  const std::string advice = slack::advice(Method::users_set_presence, *error);
  const std::string failed = "users.setPresence: " + error->error + (advice.empty() ? "" : "; ") + advice;
  if (hide_)
    context.note(LogLevel::warning, "appear_away_failed",
                 failed + "; the token's own account shows as active (appear_away: false stops the attempt)");
  else
    context.note(LogLevel::debug, "appear_away_failed",
                 failed + "; the token's own account stays away if an earlier run set it so");
}

}  // namespace presenced::feeds::rtm
