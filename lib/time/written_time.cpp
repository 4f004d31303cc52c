#include "time/written_time.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "base/ascii.h"
#include "text/text.h"

namespace presenced::time {
namespace {

using Error = std::string;
template <class T>
using Read = base::Result<std::optional<T>, Error>;  // empty: something else is there

constexpr std::array<std::string_view, 7> kWeekdays{"monday", "tuesday",  "wednesday", "thursday",
                                                    "friday", "saturday", "sunday"};

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Reads from the front. What a function does not find it leaves where it is.
class Cursor {
 public:
  explicit Cursor(std::string_view rest) : rest_(rest) {}

  bool done() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }

  bool skip(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void skip_spaces() {
    while (skip(' ')) continue;
  }
  std::string_view word() const {
    std::size_t length = 0;
    while (length < rest_.size() && letter(rest_[length])) ++length;
    return rest_.substr(0, length);
  }
  void drop(std::size_t length) { rest_.remove_prefix(length); }

  // A number of `least` to `most` digits; no more of them may follow.
  std::optional<int> number(std::size_t least, std::size_t most) {
    std::size_t length = 0;
    int value = 0;
    for (; length < rest_.size() && digit(rest_[length]); ++length) {
      if (length == most) return std::nullopt;
      value = value * 10 + (rest_[length] - '0');
    }
    if (length < least) return std::nullopt;
    rest_.remove_prefix(length);
    return value;
  }

 private:
  std::string_view rest_;
};

std::optional<unsigned> weekday_named(const std::string& word) {
  for (unsigned i = 0; i < kWeekdays.size(); ++i)
    if (word == kWeekdays[i] || word == kWeekdays[i].substr(0, 3)) return i;
  return std::nullopt;
}

std::optional<int> day_named(const std::string& word) {
  if (word == "today") return 0;
  if (word == "yesterday") return -1;
  if (word == "tomorrow") return 1;
  return std::nullopt;
}

using Date = std::chrono::year_month_day;

Read<Date> valid_date(int year, int month, int day) {
  const Date date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                  std::chrono::day{static_cast<unsigned>(day)}};
  const std::string written = fmt::format("{:04}-{:02}-{:02}", year, month, day);
  if (!date.ok()) return written + " is not a valid date";
  if (year < 1970) return written + " is before 1970, when no history can begin";
  return std::optional(date);
}

// "20.11.2026": day first, wherever dots are used.
Read<Date> read_dotted_date(Cursor& cursor) {
  Cursor probe = cursor;
  const auto day = probe.number(1, 2);
  if (!day || !probe.skip('.')) return std::optional<Date>{};
  const auto month = probe.number(1, 2);
  if (!month || !probe.skip('.')) return std::optional<Date>{};
  const auto year = probe.number(4, 4);
  if (!year) return std::optional<Date>{};
  cursor = probe;
  return valid_date(*year, *month, *day);
}

// "2026-11-20"; "2026-11" is the first of the month.
Read<Date> read_date(Cursor& cursor) {
  Cursor probe = cursor;
  const auto year = probe.number(4, 4);
  if (!year || !probe.skip('-')) return read_dotted_date(cursor);
  const auto month = probe.number(2, 2);
  if (!month) return std::optional<Date>{};
  const bool has_day = probe.skip('-');
  const auto day = has_day ? probe.number(2, 2) : std::optional(1);
  if (!day) return std::optional<Date>{};
  cursor = probe;
  return valid_date(*year, *month, *day);
}

// ".123" to whole milliseconds, the rest of the digits cut off.
std::optional<base::Millis> read_fraction(Cursor& cursor) {
  int millis = 0;
  int scale = 100;
  std::size_t digits = 0;
  for (; !cursor.done() && digit(cursor.rest().front()); cursor.drop(1), ++digits, scale /= 10)
    millis += scale * (cursor.rest().front() - '0');
  if (digits == 0) return std::nullopt;
  return base::Millis{millis};
}

struct TimeOfDay {
  int hour = 0;
  int minute = 0;
  int second = 0;
  base::Millis fraction{0};
};

Read<base::Millis> valid_clock(const TimeOfDay& clock) {
  if (clock.hour > 23 || clock.minute > 59 || clock.second > 59)
    return fmt::format("{:02}:{:02}:{:02} is not a time of day; use 00:00:00 to 23:59:59", clock.hour, clock.minute,
                       clock.second);
  using std::chrono::hours, std::chrono::minutes, std::chrono::seconds;
  return std::optional<base::Millis>(hours{clock.hour} + minutes{clock.minute} + seconds{clock.second} +
                                     clock.fraction);
}

// "am" and "pm" turn the hour, 1 to 12, into one of 24. False: neither stands there.
bool read_half_of_day(Cursor& cursor, TimeOfDay& clock) {
  Cursor probe = cursor;
  probe.skip_spaces();
  const std::string half = base::ascii_lower(probe.word());
  if ((half != "am" && half != "pm") || clock.hour < 1 || clock.hour > 12) return false;
  probe.drop(half.size());
  cursor = probe;
  clock.hour = clock.hour % 12 + (half == "pm" ? 12 : 0);
  return true;
}

// "09:00", "9:00:05.5", "7am", "7:30 pm".
Read<base::Millis> read_clock(Cursor& cursor) {
  Cursor probe = cursor;
  TimeOfDay clock;
  const auto hour = probe.number(1, 2);
  if (!hour) return std::optional<base::Millis>{};
  clock.hour = *hour;
  if (probe.skip(':')) {
    const auto minute = probe.number(2, 2);
    if (!minute) return std::optional<base::Millis>{};
    clock.minute = *minute;
    if (probe.skip(':')) {
      const auto second = probe.number(2, 2);
      const bool more = second && (probe.skip('.') || probe.skip(','));
      const auto fraction = more ? read_fraction(probe) : std::optional(base::Millis{0});
      if (!second || !fraction) return std::optional<base::Millis>{};
      clock.second = *second;
      clock.fraction = *fraction;
    }
    read_half_of_day(probe, clock);
  } else if (!read_half_of_day(probe, clock)) {
    return std::optional<base::Millis>{};
  }
  cursor = probe;
  return valid_clock(clock);
}

std::optional<CalendarUnit> unit_named(const std::string& word) {
  if (word == "week") return CalendarUnit::week;
  if (word == "month") return CalendarUnit::month;
  if (word == "year") return CalendarUnit::year;
  return std::nullopt;
}

// "last monday", "last week", "this month". False: something else stands there.
bool read_last_or_this(Cursor& cursor, WrittenTime& written) {
  Cursor probe = cursor;
  const std::string which = base::ascii_lower(probe.word());
  if (which != "last" && which != "this") return false;
  probe.drop(which.size());
  probe.skip_spaces();
  const std::string word = base::ascii_lower(probe.word());
  if (const auto unit = unit_named(word))
    written.day = StartOf{*unit, which == "last" ? 1 : 0};
  else if (const auto weekday = weekday_named(word); weekday && which == "last")
    written.day = LastWeekday{*weekday, true};
  else
    return false;
  probe.drop(word.size());
  cursor = probe;
  return true;
}

// The day, if there is one: words, a date, or a weekday and a date.
base::Result<bool, Error> read_day(Cursor& cursor, WrittenTime& written) {
  if (read_last_or_this(cursor, written)) return true;
  const std::string word = base::ascii_lower(cursor.word());
  if (const auto days = day_named(word)) {
    cursor.drop(word.size());
    written.day = DaysFromToday{*days};
    return true;
  }
  const std::optional<unsigned> weekday = weekday_named(word);
  if (weekday) {
    cursor.drop(word.size());
    cursor.skip(',');
    cursor.skip_spaces();
    written.day = LastWeekday{*weekday, false};
  }
  const auto date = read_date(cursor);
  if (!date) return date.error();
  if (!date.value()) return weekday.has_value();
  const unsigned real = std::chrono::weekday{std::chrono::local_days{*date.value()}}.iso_encoding() - 1;
  if (weekday && *weekday != real)
    return fmt::format("that date is a {}, not a {}", kWeekdays[real], kWeekdays[*weekday]);
  written.day = *date.value();
  return true;
}

}  // namespace

base::Result<WrittenTime, std::string> parse_written_time(std::string_view text) {
  WrittenTime written;
  Cursor cursor(text);
  cursor.skip_spaces();
  const auto day = read_day(cursor, written);
  if (!day) return day.error();
  const bool letter_between = day.value() && (cursor.skip('T') || cursor.skip('t'));
  cursor.skip_spaces();
  const auto clock = read_clock(cursor);
  if (!clock) return clock.error();
  written.clock = clock.value();
  cursor.skip_spaces();
  while (!cursor.done() && cursor.rest().back() == ' ')
    cursor = Cursor(cursor.rest().substr(0, cursor.rest().size() - 1));
  written.zone = cursor.rest();
  const bool nothing = !day.value() && !written.clock;
  if (nothing || (letter_between && !written.clock))
    return fmt::format(
        "cannot read the time '{}'; examples: 2026-11-20, '2026-11-20 09:00', 09:00, yesterday, monday, -2h, 'last "
        "week'",
        text::printable(text));
  return written;
}

}  // namespace presenced::time
