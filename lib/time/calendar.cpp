#include "time/calendar.h"

#include <algorithm>
#include <utility>

namespace presenced::time {
namespace {

using std::chrono::floor;
using std::chrono::local_days;
using std::chrono::year_month_day;

// Slices from the one that begins with `first` on; `after` gives the beginning of the one after.
template <class After>
std::vector<Slice> slices(const Zone& zone, history::Window window, year_month_day first, const After& after) {
  std::vector<Slice> result;
  if (window.empty()) return result;
  for (base::WallTime from = start_of(zone, first); from < window.to;) {
    const year_month_day next = after(first);
    const history::Span whole{from, start_of(zone, next)};
    const history::Span span = intersection(whole, window);
    if (!span.empty()) result.push_back({span, whole, first});
    first = next;
    from = whole.to;
  }
  return result;
}

}  // namespace

year_month_day date_at(const Zone& zone, base::WallTime time) {
  return year_month_day{floor<std::chrono::days>(local(zone, time))};
}

base::WallTime start_of(const Zone& zone, year_month_day date) { return first_moment(zone, local_days{date}); }

year_month_day plus_days(year_month_day date, int days) {
  return year_month_day{local_days{date} + std::chrono::days{days}};
}

unsigned weekday_of(year_month_day date) { return std::chrono::weekday{local_days{date}}.iso_encoding() - 1; }

// A clock put back over midnight shows the date before once more, after the new one has begun: one date earlier is
// early enough in any case, and what lies before the window makes no slice.
std::vector<Slice> days(const Zone& zone, history::Window window) {
  return slices(zone, window, plus_days(date_at(zone, window.from), -1),
                [](year_month_day day) { return plus_days(day, 1); });
}

std::vector<Slice> weeks(const Zone& zone, history::Window window) {
  const year_month_day date = plus_days(date_at(zone, window.from), -1);
  return slices(zone, window, plus_days(date, -static_cast<int>(weekday_of(date))),
                [](year_month_day week) { return plus_days(week, 7); });
}

std::vector<Slice> months(const Zone& zone, history::Window window) {
  const year_month_day date = plus_days(date_at(zone, window.from), -1);
  return slices(zone, window, date.year() / date.month() / 1,
                [](year_month_day month) { return month + std::chrono::months{1}; });
}

std::vector<Slice> years(const Zone& zone, history::Window window) {
  const year_month_day date = plus_days(date_at(zone, window.from), -1);
  return slices(zone, window, date.year() / std::chrono::January / 1,
                [](year_month_day year) { return year + std::chrono::years{1}; });
}

std::vector<Slice> uncut(const Zone& zone, history::Window window) {
  if (window.empty()) return {};
  return {{window, window, date_at(zone, window.from)}};
}

std::vector<HourSlice> hours(const Zone& zone, history::Window window) {
  using std::chrono::hours;
  std::vector<HourSlice> result;
  for (base::WallTime from = window.from; from < window.to;) {
    const Offset offset = zone.at(from);
    for (const base::WallTime end = std::min(window.to, offset.span.to); from < end;) {
      const LocalTime shown{from.time_since_epoch() + offset.utc_offset};
      const auto hour = floor<hours>(shown);
      const auto day = floor<std::chrono::days>(shown);
      const base::WallTime to = std::min(end, from + (hour + hours{1} - shown));
      result.push_back({{from, to}, weekday_of(year_month_day{day}), static_cast<unsigned>((hour - day).count())});
      from = to;
    }
  }
  return result;
}

}  // namespace presenced::time
