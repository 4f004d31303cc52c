#include "engine/clocks.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

namespace presenced::engine {

using base::Instant;
using base::LogLevel;
using base::Millis;
using base::MonoTime;
using base::WallTime;

bool Clocks::turned(Instant now) {
  const auto stopped = loop_.turned(now.mono);
  const auto step = watch_.observe(now);
  if (stopped)
    context_.note(
        LogLevel::warning, "stalled",
        fmt::format("the process was stopped or delayed for {} ms; that time is not covered", stopped->count()));
  if (step) {
    witness_.stepped(now.mono);
    context_.note(LogLevel::warning, "clock_step",
                  fmt::format("the wall clock was moved by {} ms (or the machine slept); coverage was interrupted",
                              step->count()));
  }
  weigh(now);
  return !stopped && !step;
}

void Clocks::replied(const slack::HttpReply& reply, MonoTime asked, Instant now) {
  if (!reply.date) return;
  witness_.replied(*reply.date, asked, now);
  weigh(now);
}

void Clocks::received(const slack::UserChange& change, Instant now) {
  if (!change.event_us) return;
  witness_.received(WallTime{std::chrono::floor<Millis>(std::chrono::microseconds{*change.event_us})}, now);
  weigh(now);
}

void Clocks::weigh(Instant now) {
  witness_.observe(now);
  const bool contradicts = wrong(now);
  context_.clock.hold(contradicts);
  if (contradicts == noted_ || (contradicts && witness_.doubtful(now.mono))) return;
  noted_ = contradicts;
  const auto seconds = std::chrono::round<std::chrono::seconds>(witness_.ahead(now)).count();
  if (contradicts)
    context_.note(LogLevel::error, "clock_wrong",
                  fmt::format("the wall clock is {} s {} Slack's; coverage is suspended until it is right; check the "
                              "time synchronisation of this machine",
                              std::abs(seconds), seconds < 0 ? "behind" : "ahead of"));
  else
    context_.note(LogLevel::info, "clock_right", "the wall clock no longer contradicts Slack's");
}

// Slack's clock, not ours, says where the future begins: what is dated up to now at Slack stays, however far within the
// tolerance our clock is behind.
std::optional<WallTime> Clocks::misdated_after(Instant now) const {
  if (!witness_.confirmed(now)) return std::nullopt;
  const WallTime after = std::max(now.wall, witness_.slack_at_most(now.mono));
  if (context_.clock.latest() - after <= ClockWitness::kTolerance) return std::nullopt;
  return after;
}

ClockSnapshot Clocks::snapshot(Instant now) const {
  ClockSnapshot snapshot;
  snapshot.state = witness_.state(now);
  snapshot.confirmed = witness_.confirmed(now);
  if (snapshot.state != ClockState::unknown) snapshot.ahead = witness_.ahead(now);
  snapshot.agreed = witness_.agreed();
  snapshot.recorded_until = context_.clock.latest();
  return snapshot;
}

}  // namespace presenced::engine
