#include "time/times.h"

#include <doctest/doctest.h>

#include "time/durations.h"
#include "unit/time/samples.h"

namespace presenced::time {
namespace {

using history::Span;
using history::Window;

// A Friday, 20 November 2026, 15:04:05 in Berlin.
TimeContext in_berlin() {
  static const ZoneDatabase zones;
  return {utc(2026, 11, 20, 14, 4, 5), zone("Europe/Berlin"), &zones};
}

base::WallTime parsed(const std::string& text, const TimeContext& context = in_berlin()) {
  const auto time = parse_time(text, context);
  REQUIRE_MESSAGE(time.ok(), text);
  return time.value();
}

std::string refused(const std::string& text, const TimeContext& context = in_berlin()) {
  const auto time = parse_time(text, context);
  REQUIRE_MESSAGE(!time.ok(), text);
  return time.error();
}

TEST_CASE("every documented form of a time") {
  struct Row {
    std::string text;
    base::WallTime time;
  };
  for (const Row& row : {
           Row{"now", utc(2026, 11, 20, 14, 4, 5)},
           Row{"today", utc(2026, 11, 19, 23)},
           Row{"yesterday", utc(2026, 11, 18, 23)},
           Row{"tomorrow", utc(2026, 11, 20, 23)},
           Row{"Yesterday 17:30", utc(2026, 11, 19, 16, 30)},
           Row{"friday", utc(2026, 11, 19, 23)},  // today is one
           Row{"monday", utc(2026, 11, 15, 23)},
           Row{"sat", utc(2026, 11, 13, 23)},
           Row{"monday 9:00", utc(2026, 11, 16, 8)},
           Row{"09:00", utc(2026, 11, 20, 8)},
           Row{"09:00:05.5", utc(2026, 11, 20, 8, 0, 5) + base::Millis{500}},
           Row{"2026-07-01", utc(2026, 6, 30, 22)},
           Row{"2026-07-01 09:00", utc(2026, 7, 1, 7)},
           Row{"2026-07-01T09:00:01", utc(2026, 7, 1, 7, 0, 1)},
           Row{"2026-07-01T09:00:01.123456Z", utc(2026, 7, 1, 9, 0, 1) + base::Millis{123}},
           Row{"2026-07-01t09:00:01z", utc(2026, 7, 1, 9, 0, 1)},
           Row{"2026-07-01T09:00+05:30", utc(2026, 7, 1, 3, 30)},
           Row{"2026-07-01 09:00 -0400", utc(2026, 7, 1, 13)},
           Row{"2026-07-01 09:00 America/New_York", utc(2026, 7, 1, 13)},
           Row{"2026-07-01 UTC", utc(2026, 7, 1)},
           Row{"Wed 2026-07-01 09:00:00 Asia/Kolkata", utc(2026, 7, 1, 3, 30)},
           Row{"09:00 UTC", utc(2026, 11, 20, 9)},
           Row{"-2h", utc(2026, 11, 20, 12, 4, 5)},
           Row{"3d", utc(2026, 11, 17, 14, 4, 5)},
           Row{"1d12h", utc(2026, 11, 19, 2, 4, 5)},
           Row{"90min ago", utc(2026, 11, 20, 12, 34, 5)},
           Row{"1w", utc(2026, 11, 13, 14, 4, 5)},
           Row{"@1700000000", base::wall_from_unix_ms(1'700'000'000'000)},
           Row{"@1700000000.25", base::wall_from_unix_ms(1'700'000'000'250)},
           Row{"  today  ", utc(2026, 11, 19, 23)},
       }) {
    CAPTURE(row.text);
    CHECK(parsed(row.text) == row.time);
  }
}

TEST_CASE("today is today in the zone that is named") {
  TimeContext context = in_berlin();
  context.now = utc(2026, 11, 20, 23, 30);  // the 21st in Berlin, the 20th in New York
  CHECK(parsed("today", context) == utc(2026, 11, 20, 23));
  CHECK(parsed("today America/New_York", context) == utc(2026, 11, 20, 5));
}

TEST_CASE("a relative day is 24 hours, also when the clocks were changed; a named day is a day") {
  TimeContext context = in_berlin();
  context.now = utc(2026, 3, 29, 10);  // noon, on the day of 23 hours
  CHECK(parsed("1d", context) == utc(2026, 3, 28, 10));
  CHECK(parsed("yesterday 12:00", context) == utc(2026, 3, 28, 11));
}

TEST_CASE("a local time that did not exist says what the clocks did") {
  CHECK(refused("2026-03-29 02:30") ==
        "2026-03-29 02:30:00 did not exist in Europe/Berlin: clocks went from 2026-03-29 02:00:00 to 2026-03-29 "
        "03:00:00");
  CHECK(parsed("2026-03-29 01:59:59") == utc(2026, 3, 29, 0, 59, 59));
  CHECK(parsed("2026-03-29 03:00") == utc(2026, 3, 29, 1));
  CHECK(refused("2026-10-04 02:10 Australia/Lord_Howe").find("02:30:00") != std::string::npos);
}

TEST_CASE("a local time that happened twice says how to write either") {
  const std::string said = refused("2026-10-25 02:30");
  CHECK(said ==
        "2026-10-25 02:30:00 happened twice in Europe/Berlin: write 2026-10-25T02:30:00.000+02:00 or "
        "2026-10-25T02:30:00.000+01:00");
  CHECK(parsed("2026-10-25T02:30:00.000+02:00") == utc(2026, 10, 25, 0, 30));
  CHECK(parsed("2026-10-25T02:30:00.000+01:00") == utc(2026, 10, 25, 1, 30));
  CHECK(parsed("2026-10-25 03:00") == utc(2026, 10, 25, 2));
}

TEST_CASE("impossible dates and times of day") {
  CHECK(refused("2026-02-29") == "2026-02-29 is not a valid date");
  CHECK(parsed("2028-02-29") == utc(2028, 2, 28, 23));
  CHECK(refused("2026-13-01").find("not a valid date") != std::string::npos);
  CHECK(refused("2026-00-10").find("not a valid date") != std::string::npos);
  CHECK(refused("2026-11-31 09:00").find("not a valid date") != std::string::npos);
  CHECK(refused("24:00").find("not a time of day") != std::string::npos);
  CHECK(refused("09:60").find("not a time of day") != std::string::npos);
  CHECK(refused("09:00:60").find("not a time of day") != std::string::npos);
  CHECK(refused("1969-12-31").find("before 1970") != std::string::npos);
  CHECK(refused("99w 99999d").find("century") != std::string::npos);
  CHECK(refused("100y").find("cannot read the time") != std::string::npos);
  CHECK(refused("60000d").find("century") != std::string::npos);
  CHECK(refused("30000d").find("before 1970") != std::string::npos);
  CHECK(refused("thu 2026-11-20") == "that date is a friday, not a thursday");
}

TEST_CASE("an unreadable time is answered with examples") {
  for (const std::string text : {"",
                                 " ",
                                 "foo",
                                 "2026",
                                 "2026-1-1",
                                 "12",
                                 "1h2d",
                                 "-",
                                 "-foo",
                                 "@",
                                 "@x",
                                 "@1.",
                                 "@-5",
                                 "@99999999999999999999",
                                 "2026-11-20T",
                                 "2026-11-20 9",
                                 "09:0",
                                 "9:00:0",
                                 "09:00:00.",
                                 "yesterdayy",
                                 "2h in",
                                 "20261120",
                                 "\x1b[31m"}) {
    CAPTURE(text);
    const std::string said = refused(text);
    CHECK((said.find("examples:") != std::string::npos || said.find("; use ") != std::string::npos));
    CHECK(said.find('\x1b') == std::string::npos);
  }
  CHECK(refused("09:00 CEST").find("unknown time zone 'CEST'") != std::string::npos);
  CHECK(refused("09:00 +25:00").find("unknown time zone") != std::string::npos);
}

TEST_CASE("days and spans that people type") {
  // In Berlin it is Friday, 2026-11-20, 15:04:05.
  const auto at = [](std::string_view text) {
    const auto time = parse_time(text, in_berlin());
    REQUIRE_MESSAGE(time.ok(), time.error());
    return readable_time(*in_berlin().zone, time.value());
  };
  CHECK(at("2 days ago") == "2026-11-18 15:04:05");
  CHECK(at("2hrs") == "2026-11-20 13:04:05");
  CHECK(at("-90 minutes") == "2026-11-20 13:34:05");
  CHECK(at("1 week ago") == "2026-11-13 15:04:05");
  CHECK(at("7am") == "2026-11-20 07:00:00");
  CHECK(at("12am") == "2026-11-20 00:00:00");
  CHECK(at("yesterday 7:30 pm") == "2026-11-19 19:30:00");
  CHECK(at("last friday") == "2026-11-13 00:00:00");
  CHECK(at("friday") == "2026-11-20 00:00:00");
  CHECK(at("last monday 9:00") == "2026-11-16 09:00:00");
  CHECK(at("this week") == "2026-11-16 00:00:00");
  CHECK(at("last week") == "2026-11-09 00:00:00");
  CHECK(at("last month") == "2026-10-01 00:00:00");
  CHECK(at("this month") == "2026-11-01 00:00:00");
  CHECK(at("last year") == "2025-01-01 00:00:00");
  CHECK(at("2026-11") == "2026-11-01 00:00:00");
  CHECK(at("20.11.2026") == "2026-11-20 00:00:00");
  CHECK(at("1.2.2026 9:00") == "2026-02-01 09:00:00");
  for (const char* wrong :
       {"13pm", "0am", "last", "last foo", "this monday", "20.11.", "20.11.26", "31.11.2026", "2 fortnights"})
    CHECK_MESSAGE(!parse_time(wrong, in_berlin()).ok(), wrong);
}

TEST_CASE("a window: today so far, unless told otherwise") {
  const auto window = parse_window(std::nullopt, std::nullopt, in_berlin());
  REQUIRE(window.ok());
  CHECK(window.value() == Span{utc(2026, 11, 19, 23), utc(2026, 11, 20, 14, 4, 5)});
}

TEST_CASE("a reversed or empty window is an error that shows both ends") {
  const auto reversed = parse_window("today", "yesterday", in_berlin());
  REQUIRE_FALSE(reversed.ok());
  CHECK(reversed.error() ==
        "empty window: --since today (Fri 2026-11-20 00:00:00) is not before --until yesterday "
        "(Thu 2026-11-19 00:00:00)");
  CHECK_FALSE(parse_window("now", "now", in_berlin()).ok());
  CHECK(parse_window("nonsense", std::nullopt, in_berlin()).error().starts_with("--since: "));
  CHECK(parse_window(std::nullopt, "2026-02-30", in_berlin()).error().starts_with("--until: "));
}

TEST_CASE("times as they are shown") {
  const auto berlin = zone("Europe/Berlin");
  CHECK(readable_time(*berlin, utc(2026, 7, 1, 7, 0, 5)) == "2026-07-01 09:00:05");
  CHECK(readable_time(*berlin, utc(2026, 10, 25, 0, 30)) == "2026-10-25 02:30:00 CEST");
  CHECK(readable_time(*berlin, utc(2026, 10, 25, 1, 30)) == "2026-10-25 02:30:00 CET");
  CHECK(readable_moment(*berlin, utc(2026, 7, 1, 7)) == "Wed 2026-07-01 09:00:00");
  CHECK(rfc3339(*berlin, utc(2026, 7, 1, 7) + base::Millis{5}) == "2026-07-01T09:00:00.005+02:00");
  CHECK(rfc3339(*zone("America/St_Johns"), utc(2026, 1, 1)) == "2025-12-31T20:30:00.000-03:30");
  CHECK(rfc3339(*zone("UTC"), utc(2026, 1, 1)) == "2026-01-01T00:00:00.000+00:00");
}

TEST_CASE("durations") {
  CHECK(parse_duration("1h30m").value() == std::chrono::minutes{90});
  CHECK(parse_duration("1h 30min").value() == std::chrono::minutes{90});
  CHECK(parse_duration("0").value() == base::Millis{0});
  for (const std::string text :
       {"", "1", "h", "30m1h", "1h1h", "1m1min", "1.5h", "-1h", "+1h", "1H", "1d  2h", " 1d"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_duration(text).ok());
  }
  CHECK(readable(base::Millis{0}) == "0s");
  CHECK(readable(base::Millis{999}) == "<1s");
  CHECK(readable(base::Millis{59'999}) == "59s");
  CHECK(readable(base::Millis{725'000}) == "12m 05s");
  CHECK(readable(std::chrono::minutes{125}) == "2h 05m");
  CHECK(readable(std::chrono::hours{76}) == "3d 04h");
}

}  // namespace
}  // namespace presenced::time
