#include "time/times.h"

#include <fmt/format.h>

#include <charconv>
#include <variant>

#include "text/text.h"
#include "time/calendar.h"
#include "time/durations.h"
#include "time/written_time.h"

namespace presenced::time {
namespace {

using Moment = base::Result<base::WallTime, std::string>;
using std::chrono::local_days;
using std::chrono::year_month_day;

constexpr std::int64_t kLastSecond = 253'402'300'799;  // 9999-12-31T23:59:59Z

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// "1700000000", "1700000000.25"
Moment epoch(std::string_view text) {
  const std::string wrong = fmt::format(
      "cannot read the time '@{}'; examples: @1700000000, @1700000000.25 (seconds since 1970)", text::printable(text));
  std::int64_t seconds = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, seconds);
  if (error != std::errc{} || text.front() == '-' || seconds > kLastSecond) return wrong;
  std::int64_t millis = 0;
  if (rest != end) {
    if (*rest != '.' || rest + 1 == end) return wrong;
    std::int64_t scale = 100;
    for (const char* digit = rest + 1; digit != end; ++digit, scale /= 10) {
      if (*digit < '0' || *digit > '9') return wrong;
      millis += scale * (*digit - '0');
    }
  }
  return base::wall_from_unix_ms(seconds * 1000 + millis);
}

// "-2h", "3d", "2 days ago": a moment that long before now. Empty: not written like one.
std::optional<Moment> relative(std::string_view text, const TimeContext& context) {
  constexpr std::string_view kAgo = "ago";
  const bool minus = text.starts_with('-');
  if (minus) text.remove_prefix(1);
  if (!minus && text.ends_with(kAgo)) text = trimmed(text.substr(0, text.size() - kAgo.size()));
  const auto duration = parse_duration(text);
  if (duration) {
    if (duration.value() > context.now.time_since_epoch())
      return Moment(fmt::format("{} ago is before 1970, when no history can begin", text::printable(text)));
    return Moment(context.now - duration.value());
  }
  if (minus || !duration.error().malformed) return Moment(duration.error().message);
  return std::nullopt;
}

// "+01:00", "+0100", "+01", "-05:30".
std::optional<base::Millis> parse_offset(std::string_view text) {
  if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  std::string digits;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (i == 3 && text[i] == ':' && text.size() == 6) continue;
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    digits += text[i];
  }
  if (digits.size() != 2 && digits.size() != 4) return std::nullopt;
  const auto pair = [&](std::size_t at) { return (digits[at] - '0') * 10 + (digits[at + 1] - '0'); };
  const int hour = pair(0);
  const int minute = digits.size() == 4 ? pair(2) : 0;
  if (hour > 23 || minute > 59) return std::nullopt;
  const base::Millis offset = std::chrono::hours{hour} + std::chrono::minutes{minute};
  return text[0] == '-' ? -offset : offset;
}

std::shared_ptr<const Zone> zone_written(const std::string& text, const TimeContext& context) {
  if (text.empty()) return context.zone;
  if (text == "Z" || text == "z") return fixed_zone("UTC", base::Millis{0});
  if (const auto offset = parse_offset(text)) return fixed_zone(text, *offset);
  return context.zones->find(text);
}

year_month_day date_of(StartOf start, year_month_day today) {
  using std::chrono::January, std::chrono::months, std::chrono::years;
  switch (start.unit) {
    case CalendarUnit::week:
      return plus_days(today, -static_cast<int>(weekday_of(today)) - 7 * start.back);
    case CalendarUnit::month:
      return (today.year() / today.month() - months{start.back}) / 1;
    case CalendarUnit::year:
      break;
  }
  return (today.year() - years{start.back}) / January / 1;
}

year_month_day date_of(LastWeekday last, year_month_day today) {
  const unsigned back = (weekday_of(today) + 7 - last.weekday) % 7;
  return plus_days(today, -static_cast<int>(back == 0 && last.before_today ? 7 : back));
}

year_month_day date_of(DaysFromToday days, year_month_day today) { return plus_days(today, days.days); }
year_month_day date_of(year_month_day date, year_month_day) { return date; }

std::string shown(LocalTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::hh_mm_ss clock{time - day};
  return fmt::format("{} {:02}:{:02}:{:02}", readable_date(year_month_day{day}), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count());
}

std::string skipped(LocalTime time, const Zone& zone) {
  const base::WallTime change = first_moment(zone, time);
  const LocalTime before = local(zone, change - base::Millis{1}) + base::Millis{1};
  return fmt::format("{} did not exist in {}: clocks went from {} to {}", shown(time), zone.name(), shown(before),
                     shown(local(zone, change)));
}

std::string repeated(LocalTime time, const Zone& zone, const std::vector<base::WallTime>& moments) {
  return fmt::format("{} happened twice in {}: write {} or {}", shown(time), zone.name(),
                     rfc3339(zone, moments.front()), rfc3339(zone, moments.back()));
}

Moment moment_at(LocalTime time, const Zone& zone) {
  const std::vector<base::WallTime> moments = moments_of(zone, time);
  if (moments.empty()) return skipped(time, zone);
  if (moments.size() > 1) return repeated(time, zone, moments);
  return moments.front();
}

}  // namespace

Moment parse_time(std::string_view written_text, const TimeContext& context) {
  const std::string_view text = trimmed(written_text);
  if (text == "now") return context.now;
  if (text.starts_with('@')) return epoch(text.substr(1));
  if (const auto moment = relative(text, context)) return *moment;
  const auto written = parse_written_time(text);
  if (!written) return written.error();
  const auto zone = zone_written(written.value().zone, context);
  if (!zone)
    return fmt::format("cannot read the time '{}': unknown time zone '{}'; examples: Europe/Berlin, +01:00",
                       text::printable(text), text::printable(written.value().zone));
  const year_month_day today = date_at(*zone, context.now);
  const year_month_day date = std::visit([&](const auto& day) { return date_of(day, today); }, written.value().day);
  if (!written.value().clock) return start_of(*zone, date);
  return moment_at(local_days{date} + *written.value().clock, *zone);
}

base::Result<history::Window, std::string> parse_window(const std::optional<std::string>& since,
                                                        const std::optional<std::string>& until,
                                                        const TimeContext& context) {
  const auto from = parse_time(since.value_or("today"), context);
  if (!from) return "--since: " + from.error();
  const auto to = parse_time(until.value_or("now"), context);
  if (!to) return "--until: " + to.error();
  const history::Window window{from.value(), to.value()};
  if (!window.empty()) return window;
  return fmt::format("empty window: --since {} ({}) is not before --until {} ({})",
                     text::printable(since.value_or("today")), readable_moment(*context.zone, window.from),
                     text::printable(until.value_or("now")), readable_moment(*context.zone, window.to));
}

}  // namespace presenced::time
