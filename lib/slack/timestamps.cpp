#include "slack/timestamps.h"

#include <charconv>
#include <cmath>

namespace presenced::slack {
namespace {

constexpr std::int64_t kLastSecond = 253'402'300'799;  // 9999-12-31T23:59:59Z
constexpr std::int64_t kMicrosPerSecond = 1'000'000;

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// The whole number written by `digits`; nothing when it does not fit in 64 bits.
std::optional<std::int64_t> number_of(std::string_view digits) {
  std::int64_t number = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (parsed.ec != std::errc{}) return std::nullopt;
  return number;
}

std::int64_t micros_of_fraction(std::string_view digits) {
  std::int64_t micros = 0;
  for (std::size_t place = 0; place < 6; ++place)
    micros = micros * 10 + (place < digits.size() ? digits[place] - '0' : 0);
  return micros;
}

}  // namespace

std::optional<std::int64_t> micros_of(std::string_view text) {
  const std::size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  const std::string_view fraction = dot == std::string_view::npos ? "0" : text.substr(dot + 1);
  if (!all_digits(whole) || !all_digits(fraction)) return std::nullopt;
  const std::optional<std::int64_t> seconds = number_of(whole);
  if (!seconds || *seconds == 0 || *seconds > kLastSecond) return std::nullopt;
  return *seconds * kMicrosPerSecond + micros_of_fraction(fraction);
}

std::optional<std::int64_t> micros_of(double seconds) {
  if (!(seconds >= 1 && seconds <= static_cast<double>(kLastSecond))) return std::nullopt;
  return std::llround(seconds * static_cast<double>(kMicrosPerSecond));
}

}  // namespace presenced::slack
