#include "time/durations.h"

#include <fmt/format.h>

#include <array>

#include "base/durations.h"
#include "text/text.h"

namespace presenced::time {

namespace {

struct UnitWord {
  std::string_view word;
  std::string_view unit;
};
constexpr std::array<UnitWord, 16> kUnitWords{{{"weeks", "w"},
                                               {"week", "w"},
                                               {"days", "d"},
                                               {"day", "d"},
                                               {"hours", "h"},
                                               {"hour", "h"},
                                               {"hrs", "h"},
                                               {"hr", "h"},
                                               {"minutes", "m"},
                                               {"minute", "m"},
                                               {"mins", "m"},
                                               {"seconds", "s"},
                                               {"second", "s"},
                                               {"secs", "s"},
                                               {"sec", "s"},
                                               {"min", "m"}}};

bool of_a_count(char c) { return c >= '0' && c <= '9'; }
bool of_a_unit(char c) { return c >= 'a' && c <= 'z'; }

// "2 days" and "2hrs" as base::parse_duration reads them: "2d", "2h". Other text stays as it is.
std::string with_short_units(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    if (!of_a_count(text[at])) {
      result += text[at++];
      continue;
    }
    while (at < text.size() && of_a_count(text[at])) result += text[at++];
    const std::size_t begin = at < text.size() && text[at] == ' ' ? at + 1 : at;
    std::size_t end = begin;
    while (end < text.size() && of_a_unit(text[end])) ++end;
    const std::string_view word = text.substr(begin, end - begin);
    for (const UnitWord& known : kUnitWords)
      if (known.word == word) {
        result += known.unit;
        at = end;
      }
  }
  return result;
}

}  // namespace

base::Result<base::Millis, DurationError> parse_duration(std::string_view text) {
  const auto duration = base::parse_duration(with_short_units(text));
  if (duration) return duration.value();
  if (duration.error() == base::DurationError::too_long)
    return DurationError{false, fmt::format("duration '{}' is longer than a century", text::printable(text))};
  return DurationError{true, fmt::format("invalid duration '{}'; use 90s, 10m, 2h or 1d12h", text::printable(text))};
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

base::Millis step_of(DurationUnits units) {
  return units == DurationUnits::hours_minutes ? base::Millis{std::chrono::minutes{1}}
                                               : base::Millis{std::chrono::seconds{1}};
}

DurationUnits units_for(base::Millis longest) {
  return longest < std::chrono::hours{1} ? DurationUnits::minutes_seconds : DurationUnits::hours_minutes;
}

std::string readable(base::Millis duration, DurationUnits units) {
  if (duration < base::Millis{0}) return "-" + readable(-duration, units);
  const bool hours = units == DurationUnits::hours_minutes;
  const base::Millis small = hours ? base::Millis{std::chrono::minutes{1}} : base::Millis{std::chrono::seconds{1}};
  if (duration > base::Millis{0} && duration < small) return hours ? "<1m" : "<1s";
  const std::int64_t count = duration / small;
  return fmt::format("{}{} {:02}{}", count / 60, hours ? 'h' : 'm', count % 60, hours ? 'm' : 's');
}

}  // namespace presenced::time
