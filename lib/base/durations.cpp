#include "base/durations.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <system_error>

namespace presenced::base {
namespace {

struct Unit {
  std::string_view word;
  std::int64_t millis;
};
constexpr std::array<Unit, 7> kUnits{
    {{"w", 604'800'000}, {"d", 86'400'000}, {"h", 3'600'000}, {"min", 60'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};

std::optional<Unit> unit_of(std::string_view word) {
  for (const Unit& unit : kUnits)
    if (unit.word == word) return unit;
  return std::nullopt;
}

// Takes the characters from `first` to `last` at the front.
std::string_view take(std::string_view& text, char first, char last) {
  std::size_t length = 0;
  while (length < text.size() && text[length] >= first && text[length] <= last) ++length;
  const std::string_view taken = text.substr(0, length);
  text.remove_prefix(length);
  return taken;
}

}  // namespace

Result<Millis, DurationError> parse_duration(std::string_view text) {
  if (text == "0") return Millis{0};
  constexpr std::int64_t kLongest = kLongestDuration / Millis{1};
  std::int64_t sum = 0;
  std::int64_t smallest = kLongest;
  do {
    const std::string_view number = take(text, '0', '9');
    const std::optional<Unit> unit = unit_of(take(text, 'a', 'z'));
    if (number.empty() || !unit || unit->millis >= smallest) return DurationError::malformed;
    smallest = unit->millis;
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), count);
    if (error != std::errc{} || count > (kLongest - sum) / unit->millis) return DurationError::too_long;
    sum += count * unit->millis;
    if (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  } while (!text.empty());
  return Millis{sum};
}

}  // namespace presenced::base
