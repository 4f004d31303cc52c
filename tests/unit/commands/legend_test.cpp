// What a table on a terminal explains below itself, and what --spreadsheet writes.
#include "unit/commands/fixture.h"

namespace presenced::commands::test {
namespace {

using store::test::Lines;

bool explains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST_CASE("on a terminal the log explains the sources that occur in it, and no others") {
  WrittenHistory history;
  write_friday(history);
  history.style.terminal = true;
  const std::string log = history.ask("log").text;
  CHECK(explains(log, "\npush    Slack reported the change as it happened\n"));
  CHECK(explains(log, "\nresync  found when watching resumed after a gap\n"));
  CHECK_FALSE(explains(log, "found by polling"));
  CHECK_FALSE(explains(history.ask("log", {"lee"}).text, "as it happened"));
}

TEST_CASE("on a terminal now explains the certainties that occur in it") {
  WrittenHistory history;
  write_friday(history);
  history.style.terminal = true;
  const std::string dana = history.ask("now", {"dana"}).text;
  CHECK(explains(dana, "seen  the change was seen as it happened"));
  CHECK_FALSE(explains(dana, "it happened after TIME"));
  CHECK(explains(history.ask("now", {"lee"}).text, "it happened after TIME and not later than SINCE"));
  CHECK(explains(history.ask("now", {"kim"}).text, "nobody is watching"));
}

TEST_CASE("no legend goes into a file, a pipe or a format for programs") {
  WrittenHistory history;
  write_friday(history);
  CHECK_FALSE(explains(history.ask("log").text, "as it happened"));
  history.style.terminal = true;
  for (const auto format : {rendering::Format::json, rendering::Format::jsonl, rendering::Format::csv}) {
    Request request = history.request("log");
    request.format = format;
    CHECK_FALSE(explains(history.ask(request).text, "as it happened"));
  }
}

TEST_CASE("a spreadsheet has a byte order mark, local times without a zone, and hours as decimal numbers") {
  WrittenHistory history;
  write_friday(history);
  history.tz = "Europe/Berlin";
  Request request = history.request("summary", {"lee"});
  request.format = rendering::Format::spreadsheet;
  CHECK(history.ask(request).lines() ==
        Lines{"\xEF\xBB\xBFworkspace,user_id,name,from,to,date,weekday,active_hours,away_hours,unknown_hours,"
              "first_active,last_active\r",
              "acme,U0LEE0001,lee,2026-11-20 00:00:00,2026-11-20 16:00:00,2026-11-20,,4.0000,2.0000,10.0000,"
              "2026-11-20 12:00:00,2026-11-20 16:00:00\r"});
}

}  // namespace
}  // namespace presenced::commands::test
