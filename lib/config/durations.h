// Durations as people write them: a whole number and one unit, "500ms", "90s", "30m", "12h", "400d". "0" needs no unit.
#pragma once

#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace presenced::config {

// A century. It keeps every sum of a moment and a configured span far from the end of 64-bit milliseconds.
inline constexpr base::Millis kLongestDuration = std::chrono::hours{24} * 36500;

inline constexpr std::string_view kExpectedDuration = "a duration such as 400d, 12h, 30m, 90s or 500ms";

enum class DurationError { malformed, too_long };

base::Result<base::Millis, DurationError> parse_duration(std::string_view text);

}  // namespace presenced::config
