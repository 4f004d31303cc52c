// Slack's own time, as far as its member records show it. Ours may be wrong; this one is never ahead of Slack's: each
// record that arrives has been changed by then, and since then our monotonic clock has run.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

#include "base/time.h"

namespace presenced::feeds::rtm {

class SlackClock {
 public:
  // Longer than anything is under way on a socket that is not given up (session::Limits::dead), twice.
  static constexpr base::Millis kYoung{60'000};

  // `updated`: of a record, UNIX seconds; empty: it does not say.
  void received(std::optional<std::int64_t> updated, base::MonoTime now) {
    if (!updated) return;
    const base::Millis ahead = since_epoch(*updated) - now.time_since_epoch();
    ahead_ = ahead_ ? std::max(*ahead_, ahead) : ahead;
  }

  // Whether a record of this time can have changed in the last minute. Where nothing is known, any can.
  bool young(std::optional<std::int64_t> updated, base::MonoTime now) const {
    if (!updated) return false;
    return !ahead_ || since_epoch(*updated) + kYoung >= now.time_since_epoch() + *ahead_;
  }

 private:
  static base::Millis since_epoch(std::int64_t seconds) {
    constexpr std::int64_t kMost = std::int64_t{1} << 40;  // far beyond any year that makes sense
    return std::chrono::seconds{std::clamp(seconds, -kMost, kMost)};
  }

  std::optional<base::Millis> ahead_;  // of our monotonic clock
};

}  // namespace presenced::feeds::rtm
