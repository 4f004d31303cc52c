// A time of the calendar as it was written: the grammar of times.h, before a clock and a zone give it a meaning. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "base/time.h"

namespace presenced::time {

struct DaysFromToday {  // today, yesterday, tomorrow
  int days = 0;
};
struct LastWeekday {          // "monday": the newest one that has begun, today included
  unsigned weekday = 0;       // 0: Monday
  bool before_today = false;  // "last monday": today not included
};
enum class CalendarUnit : std::uint8_t { week, month, year };
struct StartOf {  // "this month", "last week": its first day
  CalendarUnit unit = CalendarUnit::week;
  int back = 0;  // how many units before the present one
};

struct WrittenTime {
  // Without any day: today. A date is valid.
  std::variant<DaysFromToday, LastWeekday, StartOf, std::chrono::year_month_day> day;
  std::optional<base::Millis> clock;  // since midnight by the clock
  std::string zone;                   // "Z", "+01:00", "Europe/Berlin"; empty: none
};

// "2026-11-20", "20.11.2026", "2026-11", "2026-11-20T09:00:05.123Z", "2026-11-20 09:00 Europe/Berlin", "Fri 2026-11-20
// 09:00", "09:00", "7am", "yesterday 17:30", "monday", "last monday", "last week". The error is a message for the user.
base::Result<WrittenTime, std::string> parse_written_time(std::string_view text);

}  // namespace presenced::time
