// Known dates of 2026 in four zones, over both changes of the clocks. The moments are written in UTC, worked out from
// the rules: Europe 29 March and 25 October at 01:00 UTC; the USA 8 March and 1 November at 02:00 local time; Lord Howe
// 5 April (02:00 +11 to 01:30 +10:30) and 4 October; India never.
#include "time/calendar.h"

#include <doctest/doctest.h>

#include "unit/time/samples.h"

namespace presenced::time {
namespace {

using history::Span;
using history::Window;

using std::chrono::year_month_day;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;

year_month_day date(int year, unsigned month, unsigned day) {
  return std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day};
}

base::Millis length_of(const std::string& zone_name, year_month_day day) {
  const auto in = zone(zone_name);
  return start_of(*in, plus_days(day, 1)) - start_of(*in, day);
}

TEST_CASE("days of 23, 24 and 25 hours, and what half an hour makes of them") {
  CHECK(length_of("Europe/Berlin", date(2026, 3, 28)) == 24h);
  CHECK(length_of("Europe/Berlin", date(2026, 3, 29)) == 23h);
  CHECK(length_of("Europe/Berlin", date(2026, 10, 25)) == 25h);
  CHECK(length_of("America/New_York", date(2026, 3, 8)) == 23h);
  CHECK(length_of("America/New_York", date(2026, 11, 1)) == 25h);
  CHECK(length_of("Australia/Lord_Howe", date(2026, 4, 5)) == 24h + 30min);
  CHECK(length_of("Australia/Lord_Howe", date(2026, 10, 4)) == 23h + 30min);
  for (const year_month_day day : {date(2026, 3, 29), date(2026, 10, 25)}) CHECK(length_of("Asia/Kolkata", day) == 24h);
}

TEST_CASE("where a day begins") {
  CHECK(start_of(*zone("Europe/Berlin"), date(2026, 3, 29)) == utc(2026, 3, 28, 23));
  CHECK(start_of(*zone("Europe/Berlin"), date(2026, 3, 30)) == utc(2026, 3, 29, 22));
  CHECK(start_of(*zone("America/New_York"), date(2026, 11, 1)) == utc(2026, 11, 1, 4));
  CHECK(start_of(*zone("America/New_York"), date(2026, 11, 2)) == utc(2026, 11, 2, 5));
  CHECK(start_of(*zone("Asia/Kolkata"), date(2026, 7, 1)) == utc(2026, 6, 30, 18, 30));
  CHECK(start_of(*zone("Australia/Lord_Howe"), date(2026, 7, 1)) == utc(2026, 6, 30, 13, 30));
}

TEST_CASE("a day whose midnight is skipped begins when the clocks have gone forward") {
  // Egypt: from Friday 24 April 2026, 00:00 (+2), to 01:00 (+3).
  const auto cairo = zone("Africa/Cairo");
  CHECK(start_of(*cairo, date(2026, 4, 24)) == utc(2026, 4, 23, 22));
  CHECK(length_of("Africa/Cairo", date(2026, 4, 24)) == 23h);
}

TEST_CASE("a day whose midnight comes twice begins with the first") {
  // Cuba: on 1 November 2026 from 01:00 (-4) back to 00:00 (-5).
  CHECK(start_of(*zone("America/Havana"), date(2026, 11, 1)) == utc(2026, 11, 1, 4));
  CHECK(length_of("America/Havana", date(2026, 11, 1)) == 25h);
}

TEST_CASE("a date that was left out makes no slice") {
  const auto apia = zone("Pacific/Apia");  // from 29 December 2011 straight to the 31st
  const auto slices = days(*apia, {utc(2011, 12, 29, 12), utc(2011, 12, 31, 12)});
  REQUIRE(slices.size() == 3);
  CHECK(slices[0].first == date(2011, 12, 29));
  CHECK(slices[1].first == date(2011, 12, 31));
  CHECK(slices[0].whole.to == utc(2011, 12, 30, 10));
}

TEST_CASE("a window is cut into days, the first and the last in part") {
  const auto berlin = zone("Europe/Berlin");
  const auto slices = days(*berlin, {utc(2026, 3, 28, 12), utc(2026, 3, 30, 12)});
  REQUIRE(slices.size() == 3);
  CHECK(slices[0].span == Span{utc(2026, 3, 28, 12), utc(2026, 3, 28, 23)});
  CHECK(slices[0].whole.from == utc(2026, 3, 27, 23));
  CHECK(slices[1].span == Span{utc(2026, 3, 28, 23), utc(2026, 3, 29, 22)});
  CHECK(slices[2].first == date(2026, 3, 30));
  CHECK(slices[2].span.to == utc(2026, 3, 30, 12));
}

TEST_CASE("weeks begin on Monday, also when they hold 167 hours") {
  const auto berlin = zone("Europe/Berlin");
  const auto slices = weeks(*berlin, {utc(2026, 3, 25), utc(2026, 4, 1)});
  REQUIRE(slices.size() == 2);
  CHECK(slices[0].first == date(2026, 3, 23));
  CHECK(slices[0].whole == Span{utc(2026, 3, 22, 23), utc(2026, 3, 29, 22)});
  CHECK(slices[0].whole.length() == 167h);
  CHECK(slices[1].first == date(2026, 3, 30));
  CHECK(weekday_of(slices[1].first) == 0);
}

TEST_CASE("hours of the clock: skipped in spring, twice in autumn") {
  const auto berlin = zone("Europe/Berlin");
  const auto spring = hours(*berlin, {utc(2026, 3, 29, 0), utc(2026, 3, 29, 2)});
  REQUIRE(spring.size() == 2);
  CHECK(spring[0].hour == 1);
  CHECK(spring[1].hour == 3);
  CHECK(spring[1].weekday == 6);
  const auto autumn = hours(*berlin, {utc(2026, 10, 25, 0), utc(2026, 10, 25, 2)});
  REQUIRE(autumn.size() == 2);
  CHECK(autumn[0].hour == 2);
  CHECK(autumn[1].hour == 2);
}

TEST_CASE("hours begin with the hour of the clock, not of UTC") {
  const auto slices = hours(*zone("Asia/Kolkata"), {utc(2026, 7, 1, 3), utc(2026, 7, 1, 5)});
  REQUIRE(slices.size() == 3);
  CHECK(slices[0].span == Span{utc(2026, 7, 1, 3), utc(2026, 7, 1, 3, 30)});
  CHECK(slices[0].hour == 8);
  CHECK(slices[1].hour == 9);
  CHECK(slices[2].span == Span{utc(2026, 7, 1, 4, 30), utc(2026, 7, 1, 5)});
}

TEST_CASE("Lord Howe puts its clocks back by half an hour: the hour has a half more, in a slice of its own") {
  // 02:00 +11 is 15:00 UTC of 4 April; the clocks then show 01:30.
  const auto slices = hours(*zone("Australia/Lord_Howe"), {utc(2026, 4, 4, 14), utc(2026, 4, 4, 16)});
  REQUIRE(slices.size() == 3);
  CHECK(slices[0].hour == 1);
  CHECK(slices[0].span.length() == 1h);
  CHECK(slices[1].hour == 1);
  CHECK(slices[1].span.length() == 30min);
  CHECK(slices[2].hour == 2);
}

}  // namespace
}  // namespace presenced::time
