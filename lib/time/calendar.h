// Windows cut by a zone's calendar: hours, days (23, 24 or 25 hours, or whatever the zone does), weeks from Monday on,
// months, years. Pure.
#pragma once

#include <chrono>
#include <vector>

#include "history/span.h"
#include "time/zone.h"

namespace presenced::time {

// `whole` is the day or week itself, `span` its part in the window. `first` is its first date by the calendar.
struct Slice {
  history::Span span;
  history::Span whole;
  std::chrono::year_month_day first;
};

// A part of an hour of the clock, never longer than the hour and never across a change of the offset: the hour that is
// repeated in autumn makes two slices.
struct HourSlice {
  history::Span span;
  unsigned weekday = 0;  // 0: Monday ... 6: Sunday
  unsigned hour = 0;     // 0..23
};

// Each tiles the window. A date that the zone left out (Samoa, 30 December 2011) makes no slice.
std::vector<Slice> days(const Zone& zone, history::Window window);
std::vector<Slice> weeks(const Zone& zone, history::Window window);
std::vector<Slice> months(const Zone& zone, history::Window window);
std::vector<Slice> years(const Zone& zone, history::Window window);
std::vector<Slice> uncut(const Zone& zone, history::Window window);  // one, the window itself
std::vector<HourSlice> hours(const Zone& zone, history::Window window);

std::chrono::year_month_day date_at(const Zone& zone, base::WallTime time);
// The first moment of the date: midnight, or when clocks skipped midnight, the moment they did.
base::WallTime start_of(const Zone& zone, std::chrono::year_month_day date);
std::chrono::year_month_day plus_days(std::chrono::year_month_day date, int days);
// 0: Monday ... 6: Sunday.
unsigned weekday_of(std::chrono::year_month_day date);

}  // namespace presenced::time
