// A time of the calendar as it was written, before it is known what it means: the grammar of times.h without a clock or
// a zone.
#pragma once

#include <chrono>
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
struct LastWeekday {     // "monday": the newest one that has begun, today included
  unsigned weekday = 0;  // 0: Monday
};

struct WrittenTime {
  std::variant<DaysFromToday, LastWeekday, std::chrono::year_month_day> day;  // a valid date; of no day at all: today
  std::optional<base::Millis> clock;                                          // since midnight by the clock
  std::string zone;  // "Z", "+01:00", "Europe/Berlin"; empty: none
};

// "2026-11-20", "2026-11-20T09:00:05.123Z", "2026-11-20 09:00 Europe/Berlin", "Fri 2026-11-20 09:00", "09:00",
// "yesterday 17:30", "monday". The error is a sentence for the user.
base::Result<WrittenTime, std::string> parse_written_time(std::string_view text);

}  // namespace presenced::time
