// Slack's time, as it is asked for, and what follows when the history turns out to lie in the future: its misdated
// records are moved aside, and the engine goes on from what is left.
#include "engine/rewind.h"

#include <fmt/format.h>

#include "engine/engine.h"

namespace presenced::engine {

using base::Instant;
using base::LogLevel;
using base::UserId;

// Every reply has a Date, so it is asked for only when there is no other call to make. When the history lies in the
// future it is asked for also if no reply had one so far: nothing else can help.
void Engine::ask_the_time(Instant now) {
  const auto method = slack::Method::auth_test;
  const auto due = clocks_.reading_due(now);
  const bool never = due == base::MonoTime::max();
  const bool needed = context_.recorder.latest() - now.wall > ClockWitness::kTolerance;
  if (!may_fetch() || !context_.api_pace.ready(method, now.mono) || (never ? !needed : due > now.mono)) return;
  clocks_.reading_asked(now.mono);
  context_.api_pace.not_before(method, now.mono + (never ? ClockWitness::kRetry : context_.api_pace.spacing(method)));
  context_.call(slack::auth_test(), Caller::clock);
}

// After all that was recorded before: those batches are ahead of the order.
void Engine::set_aside_misdated(Instant now) {
  if (context_.stopping || !rewind_.may_begin(now.mono) || !context_.recorder.accepts()) return;
  const auto after = clocks_.misdated_after(now);
  if (!after) return;
  rewind_.begin(now.mono);
  context_.note(LogLevel::warning, "set_aside",
                fmt::format("the newest record of the history lies {} s in the future of a clock that Slack's time has "
                            "confirmed; what is recorded of the future is moved aside (table misdated)",
                            (context_.recorder.latest() - *after).count() / 1000));
  context_.ask(SetAsideMisdated{*after});
}

// What lies further ahead than the recorder waits for: nothing is covered then.
void Engine::handle(const RepairAsked&, Instant now) {
  if (context_.stopping || rewind_.awaited() || clocks_.wrong(now) || !context_.recorder.accepts()) return;
  if (context_.recorder.latest() - now.wall <= ClockWitness::kTolerance) return;
  rewind_.begin(now.mono);
  context_.ask(SetAsideMisdated{now.wall});
}

void Engine::handle(const HistoryRewound& input, Instant now) {
  if (!rewind_.awaited()) return;
  context_.recorder.rewind(input.resume.recorded_until, now.wall);
  context_.tracker = tracker::Tracker(rewind_.done(input.resume));
  const auto at = context_.recorder.latest();
  for (const auto& stream : streams_) stream->rewound(at);
  context_.tracker.watch(
      context_.people, [&](const UserId& user) { return proven(user); }, context_.records());
}

void Engine::handle(const SetAsideFailed& input, Instant now) {
  rewind_.failed(now.mono);
  context_.note(LogLevel::error, "set_aside_failed",
                fmt::format("the records of the future cannot be moved aside: {}; it is tried again in {} s",
                            input.detail, Rewind::kPause.count() / 1000));
}

}  // namespace presenced::engine
