#include "time/durations.h"

#include <fmt/format.h>

#include "base/durations.h"
#include "text/text.h"

namespace presenced::time {

base::Result<base::Millis, DurationError> parse_duration(std::string_view text) {
  const auto duration = base::parse_duration(text);
  if (duration) return duration.value();
  if (duration.error() == base::DurationError::too_long)
    return DurationError{false, fmt::format("'{}' is longer than a century", text::printable(text))};
  return DurationError{
      true, fmt::format("'{}' is not a duration; write it like 90s, 10m, 2h, 3d, 1w or 1d12h", text::printable(text))};
}

std::string readable(base::Millis duration) {
  using namespace std::chrono;
  if (duration < base::Millis{0}) return "-" + readable(-duration);
  const auto in_days = floor<std::chrono::days>(duration).count();
  const auto in_hours = floor<std::chrono::hours>(duration).count();
  const auto in_minutes = floor<minutes>(duration).count();
  const auto in_seconds = floor<seconds>(duration).count();
  if (in_days > 1) return fmt::format("{}d {:02}h", in_days, in_hours % 24);
  if (in_hours > 0) return fmt::format("{}h {:02}m", in_hours, in_minutes % 60);
  if (in_minutes > 0) return fmt::format("{}m {:02}s", in_minutes, in_seconds % 60);
  if (in_seconds > 0 || duration == base::Millis{0}) return fmt::format("{}s", in_seconds);
  return "<1s";
}

}  // namespace presenced::time
