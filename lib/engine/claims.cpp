#include "engine/claims.h"

#include <fmt/format.h>

#include <utility>

namespace presenced::engine {

using history::EndReason;

void Claims::end(EndReason reason) {
  if (!std::exchange(made_, false)) return;
  feeds_.each([&](feeds::Feed& feed) { feed.claims_end(reason); });
}

void Claims::begin() {
  if (std::exchange(made_, true)) return;
  feeds_.each([](feeds::Feed& feed) { feed.claims_begin(); });
}

void Claims::refresh(base::Instant now, bool rewinding) {
  // What happens now has no honest place in the history. Slewing alone ends no claim; but nothing is claimed again
  // before the clock has caught up altogether, or it would be claimed of moments that have not come yet.
  const base::Millis ahead = context_.clock.latest() - now.wall;
  const bool behind = ahead > (made_ ? ClockWatch::kTolerance : base::Millis{0});
  if (ahead > ClockWatch::kTolerance && !std::exchange(clock_behind_, true))
    context_.note(
        base::LogLevel::error, "clock_behind",
        fmt::format(
            "the newest record of the history is {} s ahead of the wall clock; coverage is suspended until the clock "
            "has caught up, or Slack's time has confirmed it and the records of the future are moved aside",
            ahead.count() / 1000));
  if (!behind) clock_behind_ = false;
  const bool wrong = clocks_.wrong(now);
  if (!context_.stopping && context_.recorder.accepts() && !behind && !wrong && !rewinding) return begin();
  end(behind || wrong ? EndReason::clock_step : EndReason::store_error);
}

}  // namespace presenced::engine
