// Slack's ways to write a moment. What makes no sense as one reads as nothing, never as a wrong moment.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace presenced::slack {

// "SECONDS.MICROS" (`event_ts`) to microseconds since 1970. The fraction may be missing or shorter; digits past the
// sixth are cut off. Nothing for any other text, for zero and for years past 9999.
std::optional<std::int64_t> micros_of(std::string_view seconds_dot_micros);

// The same from a JSON number of seconds.
std::optional<std::int64_t> micros_of(double seconds);

}  // namespace presenced::slack
