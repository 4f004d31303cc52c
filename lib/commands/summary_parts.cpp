#include "commands/summary_parts.h"

#include <fmt/format.h>

#include <array>
#include <bitset>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "answers/span_set.h"
#include "base/ascii.h"
#include "text/text.h"
#include "time/times.h"
#include "time/written_time.h"

namespace presenced::commands {
namespace {

using Weekdays = std::bitset<7>;  // Monday first

std::optional<unsigned> weekday_named(const std::string& written) {
  constexpr std::array<std::string_view, 7> kNames{"monday", "tuesday",  "wednesday", "thursday",
                                                   "friday", "saturday", "sunday"};
  const std::string word = base::ascii_lower(written);
  for (unsigned day = 0; day < kNames.size(); ++day)
    if (word.size() >= 3 && kNames[day].starts_with(word)) return day;
  return std::nullopt;
}

// "fri", "mon-fri", "sat,sun".
Weekdays weekdays_named(const std::string& written) {
  Weekdays days;
  std::istringstream list(written);
  for (std::string part; std::getline(list, part, ',');) {
    const std::size_t dash = part.find('-');
    const auto from = weekday_named(part.substr(0, dash));
    const auto to = dash == std::string::npos ? from : weekday_named(part.substr(dash + 1));
    if (!from || !to)
      throw Refused(ExitStatus::usage, fmt::format("--weekday: cannot read '{}'; examples: fri, mon-fri, sat,sun",
                                                   text::printable(written)));
    for (unsigned day = *from;; day = (day + 1) % 7) {
      days.set(day);
      if (day == *to) break;
    }
  }
  return days;
}

struct TimesOfDay {
  base::Millis from{0};
  base::Millis to = std::chrono::hours{24};
};

// "13:00-17:00", "1pm-5pm", "22:00-06:00".
TimesOfDay times_named(const std::string& written) {
  const Refused unreadable(ExitStatus::usage,
                           fmt::format("--between: cannot read '{}'; examples: 13:00-17:00, 9am-5pm, 22:00-06:00",
                                       text::printable(written)));
  const std::size_t dash = written.find('-');
  if (dash == std::string::npos) throw unreadable;
  const auto clock = [&](const std::string& text) {
    if (text == "24:00") return base::Millis{std::chrono::hours{24}};
    const auto read = time::parse_written_time(text);
    if (!read || !read.value().clock || !read.value().zone.empty()) throw unreadable;
    return *read.value().clock;
  };
  return {clock(written.substr(0, dash)), clock(written.substr(dash + 1))};
}

// What --weekday and --between leave of the window.
answers::SpanSet allowed_time(const Request& request, const time::Zone& zone, history::Window window) {
  if (!request.weekday && !request.between) return {window};
  const Weekdays days = request.weekday ? weekdays_named(*request.weekday) : Weekdays().set();
  const TimesOfDay times = request.between ? times_named(*request.between) : TimesOfDay{};
  const bool over_midnight = times.to <= times.from;
  std::vector<history::Span> spans;
  // From the day before on: its time of day may reach into the window.
  for (const time::Slice& day : time::days(zone, {window.from - std::chrono::hours{26}, window.to})) {
    if (!days.test(time::weekday_of(day.first))) continue;
    const auto last = over_midnight ? time::plus_days(day.first, 1) : day.first;
    spans.push_back({time::first_moment(zone, std::chrono::local_days{day.first} + times.from),
                     time::first_moment(zone, std::chrono::local_days{last} + times.to)});
  }
  return answers::clip(answers::SpanSet(std::move(spans)), window);
}

std::vector<time::Slice> hour_slices(const time::Zone& zone, history::Window window) {
  std::vector<time::Slice> slices;
  for (const time::HourSlice& hour : time::hours(zone, window))
    slices.push_back({hour.span, hour.span, time::date_at(zone, hour.span.from)});
  return slices;
}

std::vector<time::Slice> slices(rendering::Period period, const time::Zone& zone, history::Window window) {
  using rendering::Period;
  switch (period) {
    case Period::hour:
      return hour_slices(zone, window);
    case Period::day:
    case Period::weekday:
      return time::days(zone, window);
    case Period::week:
      return time::weeks(zone, window);
    case Period::month:
      return time::months(zone, window);
    case Period::year:
      return time::years(zone, window);
    case Period::all:
      break;
  }
  return time::uncut(zone, window);
}

// The row of the weekday of this day, made when it is the first of them.
std::size_t weekday_row(std::vector<time::Slice>& rows, const time::Slice& day, history::Window window) {
  for (std::size_t row = 0; row < rows.size(); ++row)
    if (time::weekday_of(rows[row].first) == time::weekday_of(day.first)) return row;
  rows.push_back({window, window, day.first});
  return rows.size() - 1;
}

// Rows in the order of the week, Monday first.
void sort_weekdays(SummaryParts& parts) {
  std::vector<std::size_t> order(7, parts.rows.size());
  for (std::size_t row = 0; row < parts.rows.size(); ++row) order[time::weekday_of(parts.rows[row].first)] = row;
  std::vector<std::size_t> place(parts.rows.size());
  std::vector<time::Slice> sorted;
  for (const std::size_t row : order) {
    if (row == parts.rows.size()) continue;
    place[row] = sorted.size();
    sorted.push_back(parts.rows[row]);
  }
  for (answers::SummaryPiece& piece : parts.pieces) piece.answer = place[piece.answer];
  parts.rows = std::move(sorted);
}

}  // namespace

SummaryParts summary_parts(const Request& request, const time::Zone& zone, history::Window window) {
  SummaryParts parts;
  const bool by_weekday = request.by == rendering::Period::weekday;
  const answers::SpanSet allowed = allowed_time(request, zone, window);
  for (const time::Slice& slice : slices(request.by, zone, window)) {
    const answers::SpanSet pieces = answers::clip(allowed, slice.span);
    if (pieces.empty()) continue;
    const std::size_t row = by_weekday ? weekday_row(parts.rows, slice, window) : parts.rows.size();
    if (!by_weekday) parts.rows.push_back(slice);
    for (const history::Span& span : pieces.spans()) parts.pieces.push_back({span, row});
  }
  if (by_weekday) sort_weekdays(parts);
  return parts;
}

}  // namespace presenced::commands
