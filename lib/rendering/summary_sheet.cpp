// The sheet of `summary`.
#include <iterator>
#include <string>

#include "rendering/sheets.h"
#include "time/durations.h"
#include "time/times.h"

namespace presenced::rendering {
namespace {

const char* title_of(Period period) {
  switch (period) {
    case Period::hour:
      return "HOUR";
    case Period::day:
      return "DAY";
    case Period::weekday:
      return "WEEKDAY";
    case Period::week:
      return "WEEK FROM";
    case Period::month:
      return "MONTH";
    case Period::year:
      return "YEAR";
    case Period::all:
      break;
  }
  return "";
}

// "ACTIVE"
std::string title_of(std::string word) {
  for (char& c : word) c = static_cast<char>(c - 'a' + 'A');
  return word;
}

}  // namespace

Columns summary_columns(Period period, base::Facet facet) {
  const std::string on(base::row_of(facet).on);
  const std::string off(base::row_of(facet).off);
  Columns columns = person_columns();
  const Columns rest{{"from", "", Kind::time},
                     {"to", "", Kind::time},
                     {"date", ""},
                     {"weekday", "", Kind::number},
                     {"", title_of(period)},
                     {on, "", Kind::duration},
                     {off, "", Kind::duration},
                     {"unknown", "", Kind::duration},
                     {"", title_of(on), Kind::figure},
                     {"", title_of(off), Kind::figure},
                     {"", "UNKNOWN", Kind::figure},
                     {"first_" + on, "", Kind::time},
                     {"last_" + on, "", Kind::time},
                     {"", "FIRST"},
                     {"", "LAST"}};
  columns.insert(columns.end(), rest.begin(), rest.end());
  return columns;
}

namespace {

// The time of day where the rest is clear, else date and time; to the minute, in a short window to the second. The end
// of a day or week is 24:00.
Cell first_or_last(std::optional<base::WallTime> time, Period period, const time::Slice& slice, const time::Zone& zone,
                   time::DurationUnits units) {
  if (!time) return {};
  if ((period == Period::day || period == Period::week) && *time == slice.whole.to)
    return std::string(period == Period::day ? "" : "Sun ") + "24:00";
  const std::string text = time::readable_time(zone, *time);  // "2026-11-20 09:00:05", and CET where that came twice
  const bool seconds = units == time::DurationUnits::minutes_seconds;
  const std::string after = text.size() > 19 ? text.substr(19) : "";
  if (period != Period::hour && period != Period::day && period != Period::week)
    return text.substr(0, seconds ? 19 : 16) + after;
  const auto day = std::string(time::weekday_word(time::weekday_of(time::date_at(zone, *time))));
  return (period == Period::week ? day + " " : "") + text.substr(11, seconds ? 8 : 5) + after;
}

// "11h 32m"; "<1m" where rounding would hide that there was some.
Cell rounded_text(base::Millis rounded, base::Millis exact, time::DurationUnits units) {
  return time::readable(rounded == base::Millis{0} && exact > rounded ? base::Millis{1} : rounded, units);
}

// Of the JSON: the first date of the part, where it is one part of the calendar.
Cell date_cell(Period period, const time::Slice& slice) {
  if (period == Period::all || period == Period::weekday) return {};
  return time::readable_date(slice.first);
}

}  // namespace

std::string part_text(Period period, const time::Slice& slice, const time::Zone& zone) {
  constexpr std::size_t kMonth = 7;  // "2026-11"
  constexpr std::size_t kYear = 4;
  const std::string weekday(time::weekday_word(time::weekday_of(slice.first)));
  const std::string date = time::readable_date(slice.first);
  switch (period) {
    case Period::hour:
      return weekday + " " + time::readable_time(zone, slice.span.from).substr(0, 16);
    case Period::weekday:
      return weekday;
    case Period::month:
      return date.substr(0, kMonth);
    case Period::year:
      return date.substr(0, kYear);
    case Period::day:
    case Period::week:
    case Period::all:
      break;
  }
  return weekday + " " + date;
}

Row summary_row(const history::Person& person, Period period, const time::Slice& slice,
                const answers::SummaryAnswer& answer, const answers::Shares& rounded, time::DurationUnits units,
                const time::Zone& zone) {
  const answers::Shares& exact = answer.shares;
  Row row = person_cells(person);
  Row rest{slice.span.from,
           slice.span.to,
           date_cell(period, slice),
           period == Period::weekday ? Cell(std::int64_t{time::weekday_of(slice.first)} + 1) : Cell(),
           part_text(period, slice, zone),
           exact.active,
           exact.away,
           exact.unknown,
           rounded_text(rounded.active, exact.active, units),
           rounded_text(rounded.away, exact.away, units),
           rounded_text(rounded.unknown, exact.unknown, units),
           cell(answer.first_active),
           cell(answer.last_active),
           first_or_last(answer.first_active, period, slice, zone, units),
           first_or_last(answer.last_active, period, slice, zone, units)};
  row.insert(row.end(), std::make_move_iterator(rest.begin()), std::make_move_iterator(rest.end()));
  return row;
}

Row summary_total(const answers::Shares& rounded, time::DurationUnits units) {
  const Cell blank = std::string();
  return {blank,
          {},
          std::string("total"),
          {},
          {},
          {},
          {},
          blank,
          {},
          {},
          {},
          rounded_text(rounded.active, rounded.active, units),
          rounded_text(rounded.away, rounded.away, units),
          rounded_text(rounded.unknown, rounded.unknown, units),
          {},
          {},
          blank,
          blank};
}

}  // namespace presenced::rendering
