// Durations as people write and read them.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace presenced::time {

struct DurationError {
  bool malformed = true;  // else it is longer than a century
  std::string message;    // a sentence for the user
};

// base::parse_duration, with words for what is wrong.
base::Result<base::Millis, DurationError> parse_duration(std::string_view text);

// The two largest units that count: "0s", "45s", "12m 05s", "2h 05m", "3d 04h"; below two days in hours,
// as days of 23 and 25 hours are told apart. What is below is cut off, not rounded,
// so that parts never add up to more than the whole; "<1s" for what is shorter and not nothing.
std::string readable(base::Millis duration);

}  // namespace presenced::time
