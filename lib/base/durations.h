// Durations as people write them: whole numbers with their units, from long to short: "500ms", "90s", "10m" (minutes;
// "min" as well), "2h", "3d", "1w", "1d12h", "1h 30m". A day is 24 hours. "0" needs no unit. Pure.
#pragma once

#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace presenced::base {

// A century. It keeps every sum of a moment and such a duration far from the end of 64-bit milliseconds.
inline constexpr Millis kLongestDuration = std::chrono::hours{24} * 36500;

enum class DurationError { malformed, too_long };

Result<Millis, DurationError> parse_duration(std::string_view text);

}  // namespace presenced::base
