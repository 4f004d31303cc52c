#include <fmt/format.h>

#include <array>
#include <cstdlib>

#include "time/calendar.h"
#include "time/times.h"

namespace presenced::time {
namespace {

struct Clock {
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<base::Millis> time;
};

Clock clock_of(LocalTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  return {std::chrono::year_month_day{day}, std::chrono::hh_mm_ss<base::Millis>{time - day}};
}

std::string offset_text(base::Millis offset) {
  const auto in_minutes = std::abs(std::chrono::duration_cast<std::chrono::minutes>(offset).count());
  return fmt::format("{}{:02}:{:02}", offset < base::Millis{0} ? '-' : '+', in_minutes / 60, in_minutes % 60);
}

}  // namespace

std::string readable_date(std::chrono::year_month_day date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string_view weekday_word(unsigned weekday) {
  constexpr std::array<std::string_view, 7> kWords{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  return kWords.at(weekday);
}

std::string readable_time(const Zone& zone, base::WallTime time) {
  const LocalTime shown = local(zone, time);
  const Clock clock = clock_of(shown);
  std::string text = fmt::format("{} {:02}:{:02}:{:02}", readable_date(clock.date), clock.time.hours().count(),
                                 clock.time.minutes().count(), clock.time.seconds().count());
  if (moments_of(zone, shown).size() > 1) text += " " + zone.at(time).abbreviation;
  return text;
}

std::string readable_near(const Zone& zone, base::WallTime time, base::WallTime reference) {
  constexpr std::size_t kDate = 11;  // "2026-11-20 "
  const std::string text = readable_time(zone, time);
  return date_at(zone, time) == date_at(zone, reference) ? text.substr(kDate) : text;
}

std::string readable_moment(const Zone& zone, base::WallTime time) {
  return std::string(weekday_word(weekday_of(date_at(zone, time)))) + " " + readable_time(zone, time);
}

std::string rfc3339(const Zone& zone, base::WallTime time) {
  const Offset offset = zone.at(time);
  const Clock clock = clock_of(LocalTime{time.time_since_epoch() + offset.utc_offset});
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}{}", readable_date(clock.date), clock.time.hours().count(),
                     clock.time.minutes().count(), clock.time.seconds().count(), clock.time.subseconds().count(),
                     offset_text(offset.utc_offset));
}

}  // namespace presenced::time
