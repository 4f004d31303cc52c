#include "feeds/rtm/connecting.h"

#include <fmt/format.h>

#include <algorithm>

namespace presenced::feeds::rtm {

using base::Instant;
using base::LogLevel;
using base::Millis;
using base::MonoTime;

// How much later than a high one a set of lower priority takes its turn, when both have waited equally long.
constexpr Millis kHandicap{2 * 60'000};

// Until RTM is tried again that Slack does not open to the token.
constexpr Millis kPolledPause{24 * 60 * 60'000};

MonoTime Connecting::place() const {
  return reconnect_.due().value_or(MonoTime{}) + kHandicap * static_cast<int>(priority_);
}

void Connecting::attempted(MonoTime now) {
  reconnect_.started();
  ++context_.connection_attempts;
  context_.pacer.take(now);
}

void Connecting::call_failed(const slack::ApiError& error, Instant now) {
  refusal_.reset();
  refused(error, now);
  trouble_ = "rtm.connect: " + error.error;
}

void Connecting::refused(const slack::ApiError& error, Instant now) {
  reconnect_.refused(now.mono, error, context_.random);
  obstacle_ = slack::obstacle_of(error);
  const std::string next =
      fmt::format("next attempt in {:.1f} s", static_cast<double>((*reconnect_.due() - now.mono).count()) / 1000);
  if (!slack::is_refusal(error.kind))
    return context_.note(LogLevel::warning, "connect_failed", fmt::format("rtm.connect: {}; {}", error.error, next));
  refusal_ = error;
  refused_anew_ = true;
  if (context_.polled_instead_after(error)) {
    reconnect_.put_off(now.mono + kPolledPause);
    return context_.note(
        LogLevel::info, "rtm_refused",
        fmt::format(
            "Slack does not open RTM to this token ({}), so presence is polled; next attempt in a day or on reload",
            error.error));
  }
  const std::string advice = slack::advice(slack::Method::rtm_connect, error);
  const std::string scopes =
      error.needed.empty() ? "" : fmt::format(" (needed: {}; provided: {})", error.needed, error.provided);
  if (error.kind == slack::ErrorClass::credential)
    context_.note(LogLevel::error, "credential_refused",
                  fmt::format("Slack rejects the token: {}{}; {}; {}", error.error, scopes, advice, next));
  else
    context_.note(error.kind == slack::ErrorClass::slow ? LogLevel::warning : LogLevel::error, "connect_failed",
                  fmt::format("Slack refuses a session: {}{}; {}; {}", error.error, scopes, advice, next));
}

void Connecting::describe_wait(StreamSnapshot& snapshot, MonoTime now) const {
  if (!reconnect_.due()) return;
  const auto at = std::max(*reconnect_.due(), context_.pacer.earliest(now));
  snapshot.next_attempt_in = std::max(Millis{0}, at - now);
}

void Connecting::describe_trouble(StreamSnapshot& snapshot) const {
  snapshot.trouble = trouble_;
  snapshot.obstacle = obstacle_;
  if (!refusal_) return;
  if (context_.polled_instead_after(*refusal_)) {
    snapshot.state = "stand_by";
    snapshot.obstacle = base::Obstacle::none;
    return;
  }
  snapshot.credential_refused = refusal_->kind == slack::ErrorClass::credential;
  snapshot.needed = refusal_->needed;
  snapshot.provided = refusal_->provided;
}

}  // namespace presenced::feeds::rtm
