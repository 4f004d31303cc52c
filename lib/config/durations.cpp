#include "config/durations.h"

#include <charconv>
#include <cstdint>
#include <optional>
#include <system_error>

namespace presenced::config {
namespace {

std::optional<std::int64_t> millis_of(std::string_view unit) {
  if (unit == "ms") return 1;
  if (unit == "s") return 1000;
  if (unit == "m") return 60'000;
  if (unit == "h") return 3'600'000;
  if (unit == "d") return 86'400'000;
  return std::nullopt;
}

}  // namespace

base::Result<base::Millis, DurationError> parse_duration(std::string_view text) {
  if (text.empty() || text[0] < '0' || text[0] > '9') return DurationError::malformed;  // from_chars would take a sign
  std::int64_t count = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view unit = text.substr(static_cast<std::size_t>(rest - text.data()));
  if (unit.empty() && error == std::errc{} && count == 0) return base::Millis{0};
  const std::optional<std::int64_t> scale = millis_of(unit);
  if (!scale) return DurationError::malformed;
  if (error != std::errc{} || count > kLongestDuration.count() / *scale) return DurationError::too_long;
  return base::Millis{count * *scale};
}

}  // namespace presenced::config
