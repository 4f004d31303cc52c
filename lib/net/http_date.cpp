#include "net/http_date.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace presenced::net {
namespace {

constexpr std::string_view kShape = "DDD, 00 MMM 0000 00:00:00 GMT";
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

bool fits_shape(std::string_view text) {
  const auto fits = [](char shape, char c) {
    if (shape == '0') return c >= '0' && c <= '9';
    return shape == 'D' || shape == 'M' || shape == c;
  };
  return std::equal(kShape.begin(), kShape.end(), text.begin(), text.end(), fits);
}

int digits(std::string_view text) {
  int number = 0;
  for (const char c : text) number = 10 * number + (c - '0');
  return number;
}

}  // namespace

std::optional<base::WallTime> http_date(std::string_view text) {
  namespace chrono = std::chrono;
  if (!fits_shape(text)) return std::nullopt;
  const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  const int hours = digits(text.substr(17, 2));
  const int minutes = digits(text.substr(20, 2));
  const int seconds = digits(text.substr(23, 2));  // 60: a leap second
  if (month == kMonths.end() || hours > 23 || minutes > 59 || seconds > 60) return std::nullopt;
  const chrono::year_month_day day{chrono::year{digits(text.substr(12, 4))},
                                   chrono::month{static_cast<unsigned>(month - kMonths.begin()) + 1},
                                   chrono::day{static_cast<unsigned>(digits(text.substr(5, 2)))}};
  if (!day.ok()) return std::nullopt;
  const auto since_1970 = chrono::sys_days{day}.time_since_epoch() + chrono::hours{hours} + chrono::minutes{minutes} +
                          chrono::seconds{seconds};
  return base::WallTime{since_1970};
}

}  // namespace presenced::net
