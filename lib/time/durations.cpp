#include "time/durations.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>

#include "text/text.h"

namespace presenced::time {
namespace {

struct Unit {
  std::string_view word;
  std::int64_t millis;
};
constexpr std::array<Unit, 6> kUnits{
    {{"w", 604'800'000}, {"d", 86'400'000}, {"h", 3'600'000}, {"min", 60'000}, {"m", 60'000}, {"s", 1'000}}};
constexpr std::int64_t kLongest = std::int64_t{36500} * 86'400'000;  // a century: sums with any moment stay in range

DurationError malformed(std::string_view text) {
  return {true,
          fmt::format("'{}' is not a duration; write it like 90s, 10m, 2h, 3d, 1w or 1d12h", text::printable(text))};
}

std::optional<Unit> unit_of(std::string_view word) {
  for (const Unit& unit : kUnits)
    if (unit.word == word) return unit;
  return std::nullopt;
}

bool number_digit(char c) { return c >= '0' && c <= '9'; }
bool unit_letter(char c) { return c >= 'a' && c <= 'z'; }

// Takes the characters at the front for which `wanted` holds.
template <class Wanted>
std::string_view take(std::string_view& text, const Wanted& wanted) {
  std::size_t length = 0;
  while (length < text.size() && wanted(text[length])) ++length;
  const std::string_view taken = text.substr(0, length);
  text.remove_prefix(length);
  return taken;
}

}  // namespace

base::Result<base::Millis, DurationError> parse_duration(std::string_view text) {
  if (text == "0") return base::Millis{0};
  std::string_view rest = text;
  std::int64_t sum = 0;
  std::int64_t smallest = kLongest;
  do {
    const std::string_view number = take(rest, number_digit);
    const std::optional<Unit> unit = unit_of(take(rest, unit_letter));
    if (number.empty() || !unit || unit->millis >= smallest) return malformed(text);
    smallest = unit->millis;
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), count);
    if (error != std::errc{} || count > (kLongest - sum) / unit->millis)
      return DurationError{false, fmt::format("'{}' is longer than a century", text::printable(text))};
    sum += count * unit->millis;
    if (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  } while (!rest.empty());
  return base::Millis{sum};
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
