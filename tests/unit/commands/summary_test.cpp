// summary: a day of several people; the words for programs are in the goldens (tests/golden).
#include "unit/commands/fixture.h"

namespace presenced::commands::test {
namespace {

using store::test::Lines;

TEST_CASE("summary divides today among active, away and unknown, for people without history, too") {
  WrittenHistory history;
  write_friday(history);
  const Answer answer = history.ask("summary");
  CHECK(answer.status == ExitStatus::answered);
  CHECK(answer.lines() == Lines{
                              "WHO    DAY              ACTIVE    AWAY  UNKNOWN  FIRST  LAST",
                              "Dana   Fri 2026-11-20   6h 30m  0h 30m   8h 00m  08:00  15:00",
                              "kim    Fri 2026-11-20   0h 00m  0h 00m  15h 00m  -      -",
                              "lee    Fri 2026-11-20   4h 00m  2h 00m   9h 00m  11:00  15:00",
                              "total                  10h 30m  2h 30m  32h 00m",
                              "",
                              "recording began Fri 2026-11-20 08:00:00",
                          });
}

TEST_CASE("summary by day has a row for each day, by week one from Monday on, by all one") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("summary", {"dana"});
  request.since = "2026-11-14";
  request.format = rendering::Format::csv;
  CHECK(history.ask(request).lines().size() == 1 + 7);
  request.by = rendering::Period::week;
  CHECK(history.ask(request).lines().size() == 1 + 2);
  request.by = rendering::Period::all;
  CHECK(history.ask(request).lines().size() == 1 + 1);
}

// "active away unknown" of the first row, in minutes.
std::string minutes_of(const WrittenHistory& history, Request request) {
  request.format = rendering::Format::jsonl;
  const std::string text = history.ask(request).text;
  std::string minutes;
  for (const std::string key : {"active_ms", "away_ms", "unknown_ms"}) {
    const std::size_t at = text.find("\"" + key + "\":");
    REQUIRE(at != std::string::npos);
    minutes += (minutes.empty() ? "" : " ") + std::to_string(std::stoll(text.substr(at + key.size() + 3)) / 60'000);
  }
  return minutes;
}

TEST_CASE("--idle-grace looks beyond the end of the window for the away that it moves") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("summary", {"dana"});
  request.since = "11:00";
  request.until = "11:55";  // away at 12:00: with a grace of 10 minutes, since 11:50
  CHECK(minutes_of(history, request) == "55 0 0");
  request.idle_grace = "10m";
  CHECK(minutes_of(history, request) == "50 5 0");
}

TEST_CASE("--merge-flaps looks beyond the beginning of the window for what surrounds a flap") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("summary", {"dana"});
  request.since = "12:10";
  request.until = "12:20";
  CHECK(minutes_of(history, request) == "0 10 0");
  request.merge_flaps = "31m";
  CHECK(minutes_of(history, request) == "10 0 0");
}

TEST_CASE("a summary with unknown time is 3 with --strict, one without is not") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("summary", {"dana"});
  request.strict = true;
  CHECK(history.ask(request).status == ExitStatus::unknown);
  request.since = "08:00";
  CHECK(history.ask(request).status == ExitStatus::answered);
}

TEST_CASE("a duration that is none is wrong usage, and told with its option") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("summary");
  request.idle_grace = "soon";
  const Answer answer = history.ask(request);
  CHECK(answer.status == ExitStatus::usage);
  REQUIRE(answer.said.size() == 1);
  CHECK(answer.said[0].starts_with("--idle-grace: "));
}

TEST_CASE("a summary of less than an hour is in seconds, which add up") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("summary", {"dana"});
  request.since = "11:59:40";
  request.until = "12:00:15";
  CHECK(history.ask(request).lines() == Lines{"WHO   DAY             ACTIVE    AWAY  UNKNOWN  FIRST     LAST",
                                              "Dana  Fri 2026-11-20  0m 20s  0m 15s   0m 00s  11:59:40  12:00:00"});
}

}  // namespace
}  // namespace presenced::commands::test
