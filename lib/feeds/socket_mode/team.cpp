#include "feeds/socket_mode/team.h"

#include <fmt/format.h>

#include <algorithm>

namespace presenced::feeds::socket_mode {

using base::LogLevel;
using base::MonoTime;
using slack::Method;

void Team::removed(MonoTime now) {
  gone_ = true;
  slack::ApiError refusal;
  refusal.kind = slack::ErrorClass::credential;
  again_.refused(now, refusal, context_.random);
}

void Team::tend(MonoTime now) {
  if (now < deadline()) return;
  again_.started();
  context_.pace.made(Method::auth_test, now);
  call_ = context_.orders.call(slack::auth_test());
}

MonoTime Team::deadline() const {
  if (!context_.enabled() || call_ || !again_.due()) return MonoTime::max();
  return std::max(*again_.due(), context_.pace.earliest(Method::auth_test));
}

bool Team::replied(base::CallId call, const slack::Reply& reply, MonoTime now) {
  if (call_ != call) return false;
  call_.reset();
  const auto* tested = std::get_if<slack::AuthTested>(&reply);
  slack::ApiError failure;
  failure.error = "the reply does not name a team";
  if (const auto* error = std::get_if<slack::ApiError>(&reply)) failure = *error;
  if (!tested || tested->team_id.empty()) {
    failed(failure, now);
    return true;
  }
  gone_ = false;
  self_ = base::UserId{tested->user_id};
  told_ = tested->whole_organisation ? "" : tested->team_id;
  if (known()) return true;
  failure.kind = slack::ErrorClass::credential;
  failure.error = "the app is installed for an organisation; name the team to record (team: T...)";
  failed(failure, now);
  return true;
}

void Team::failed(const slack::ApiError& error, MonoTime now) {
  again_.refused(now, error, context_.random);
  if (known() || gone_) return;
  const std::string advice = slack::advice(Method::auth_test, error);
  context_.note(slack::is_refusal(error.kind) ? LogLevel::error : LogLevel::warning, "team_unknown",
                fmt::format("auth.test: {}{}{}; Socket Mode waits until the team of the token is known", error.error,
                            advice.empty() ? "" : "; ", advice));
}

}  // namespace presenced::feeds::socket_mode
