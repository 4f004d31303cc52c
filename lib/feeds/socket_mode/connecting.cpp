#include "feeds/socket_mode/connecting.h"

#include <fmt/format.h>

#include <algorithm>

namespace presenced::feeds::socket_mode {

using base::Instant;
using base::LogLevel;
using base::Millis;
using base::MonoTime;

void Connecting::attempted(MonoTime now) {
  reconnect_.started();
  ++attempts_;
  pacer_.take(now);
}

void Connecting::refused(const slack::ApiError& error, MonoTime now) {
  reconnect_.refused(now, error, context_.random);
  obstacle_ = slack::obstacle_of(error);
  refusal_.reset();
  if (slack::is_refusal(error.kind)) refusal_ = error;
}

void Connecting::call_failed(const slack::ApiError& error, Instant now) {
  if (error.retry_after) pacer_.hold(now.mono + Millis{*error.retry_after});
  refused(error, now.mono);
  trouble_ = "apps.connections.open: " + error.error;
  const std::string next =
      fmt::format("next attempt in {:.1f} s", static_cast<double>((*reconnect_.due() - now.mono).count()) / 1000);
  if (!refusal_) return context_.note(LogLevel::warning, "connect_failed", fmt::format("{}; {}", trouble_, next));
  const std::string advice = slack::advice(slack::Method::apps_connections_open, error);
  const std::string scopes =
      error.needed.empty() ? "" : fmt::format(" (needed: {}; provided: {})", error.needed, error.provided);
  const bool credential = error.kind == slack::ErrorClass::credential;
  context_.note(
      error.kind == slack::ErrorClass::slow ? LogLevel::warning : LogLevel::error,
      credential ? "credential_refused" : "connect_failed",
      fmt::format("Slack rejects {}: {}{}; {}; {}", credential ? "the app-level token" : "a Socket Mode connection",
                  error.error, scopes, advice, next));
}

void Connecting::session_began() {
  trouble_.clear();
  obstacle_ = base::Obstacle::none;
  refusal_.reset();
}

void Connecting::describe(StreamSnapshot& snapshot, MonoTime now) const {
  if (const auto at = due(now)) snapshot.next_attempt_in = std::max(Millis{0}, *at - now);
  snapshot.trouble = trouble_;
  snapshot.obstacle = obstacle_;
  if (!refusal_) return;
  snapshot.credential_refused = refusal_->kind == slack::ErrorClass::credential;
  snapshot.needed = refusal_->needed;
  snapshot.provided = refusal_->provided;
}

}  // namespace presenced::feeds::socket_mode
