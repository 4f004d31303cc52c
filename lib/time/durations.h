// Durations as people write and read them. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace presenced::time {

struct DurationError {
  bool malformed = true;  // else it is longer than a century
  std::string message;    // a message for the user
};

// base::parse_duration, which here also reads units in full: "2 days", "90 minutes", "2hrs"; and a message for what is
// wrong.
base::Result<base::Millis, DurationError> parse_duration(std::string_view text);

// The two largest units that count: "0s", "45s", "12m 05s", "2h 05m", "3d 04h"; below two days in hours, because days
// may have 23 or 25 of them. What is below is cut off, not rounded, so that parts never add up to more than the whole;
// "<1s" for a duration that is shorter but not zero.
std::string readable(base::Millis duration);

// How a column of durations is written: all in the same units, so that they can be compared at a glance.
enum class DurationUnits : std::uint8_t {
  hours_minutes,    // "11h 32m", "0h 05m"; "<1m" for what is shorter but not zero
  minutes_seconds,  // "12m 05s", "0m 45s"; "<1s"
};
// The units for a column whose longest duration this is.
DurationUnits units_for(base::Millis longest);
// The smaller of the two.
base::Millis step_of(DurationUnits units);
// Cut off, as above.
std::string readable(base::Millis duration, DurationUnits units);

}  // namespace presenced::time
