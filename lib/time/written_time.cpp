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
using Read = base::Result<std::optional<T>, Error>;  // empty: something else stands there

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

Read<std::chrono::year_month_day> read_date(Cursor& cursor) {
  Cursor probe = cursor;
  const auto year = probe.number(4, 4);
  if (!year || !probe.skip('-')) return std::optional<std::chrono::year_month_day>{};
  const auto month = probe.number(2, 2);
  if (!month || !probe.skip('-')) return std::optional<std::chrono::year_month_day>{};
  const auto day = probe.number(2, 2);
  if (!day) return std::optional<std::chrono::year_month_day>{};
  cursor = probe;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  const std::string written = fmt::format("{:04}-{:02}-{:02}", *year, *month, *day);
  if (!date.ok()) return written + " is no date of the calendar";
  if (*year < 1970) return written + " is before 1970; no history begins that early";
  return std::optional(date);
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

Read<base::Millis> read_clock(Cursor& cursor) {
  Cursor probe = cursor;
  const auto hour = probe.number(1, 2);
  if (!hour || !probe.skip(':')) return std::optional<base::Millis>{};
  const auto minute = probe.number(2, 2);
  if (!minute) return std::optional<base::Millis>{};
  std::optional<int> second = 0;
  std::optional<base::Millis> fraction{base::Millis{0}};
  if (probe.skip(':')) {
    second = probe.number(2, 2);
    if (second && (probe.skip('.') || probe.skip(','))) fraction = read_fraction(probe);
  }
  if (!second || !fraction) return std::optional<base::Millis>{};
  cursor = probe;
  if (*hour > 23 || *minute > 59 || *second > 59)
    return fmt::format("{:02}:{:02}:{:02} is no time of day; it goes from 00:00:00 to 23:59:59", *hour, *minute,
                       *second);
  using std::chrono::hours, std::chrono::minutes, std::chrono::seconds;
  return std::optional<base::Millis>(hours{*hour} + minutes{*minute} + seconds{*second} + *fraction);
}

// The day, if one stands there: a word, a date, or a weekday and a date.
base::Result<bool, Error> read_day(Cursor& cursor, WrittenTime& written) {
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
    written.day = LastWeekday{*weekday};
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
        "'{}' is no time; write it like 2026-11-20, \"2026-11-20 09:00\", 09:00, yesterday, monday, -2h or 3d",
        text::printable(text));
  return written;
}

}  // namespace presenced::time
