#include "control/answers.h"

#include <fmt/format.h>

#include <cstdlib>

namespace presenced::control {

std::string trouble_of(const ClockStatus& clock) {
  constexpr std::int64_t kSlewing = 1'000;  // as the engine's
  if (clock.state == "contradicts")
    return fmt::format("the wall clock is {} s {} Slack's", (std::abs(clock.ahead_ms) + 500) / 1'000,
                       clock.ahead_ms < 0 ? "behind" : "ahead of");
  if (clock.history_ahead_ms > kSlewing)
    return fmt::format("the newest record is {} s ahead of the wall clock", (clock.history_ahead_ms + 500) / 1'000);
  return {};
}

}  // namespace presenced::control
