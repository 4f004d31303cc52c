// Do-not-disturb and huddles in every command that knows facets.
#include "unit/commands/fixture.h"

namespace presenced::commands::test {
namespace {

using base::Dnd;
using base::Facet;
using base::Huddle;
using history::Source;
using store::test::Lines;

// Dana, watched from 08:00 on, alive at 15:00: a window of do-not-disturb from 12:00 to 13:00, and the next one from
// 14:30 to 16:00, which Slack tells at 13:00; in a huddle from 09:00 to some time before 09:40.
void write_quiet_day(WrittenHistory& history) {
  const base::UserId dana{"U0DANA001"};
  store::test::Script& script = history.script;
  script.watched("U0DANA001", "Dana").session(1, ms("08:00"));
  for (const Facet facet : {Facet::dnd, Facet::huddle}) script.cover("U0DANA001", ms("08:00"), 1, facet);
  const Dnd noon{true, moment("12:00"), moment("13:00")};
  const Dnd later{true, moment("14:30"), moment("16:00")};
  const auto record = [&](std::string_view at, std::string_view earliest, std::optional<base::State> before,
                          base::State after, Source source) {
    script.record(history::Transition{dana, moment(at), moment(earliest), std::move(before), std::move(after), source,
                                      base::SessionNumber{1}});
  };
  record("08:00", "08:00", std::nullopt, noon, Source::first);
  record("08:00", "08:00", std::nullopt, Huddle::out, Source::first);
  record("09:00", "09:00", Huddle::out, Huddle::in, Source::push);
  record("09:40", "09:39", Huddle::in, Huddle::out, Source::audit);
  record("13:00", "12:30", noon, later, Source::audit);
  history.commit("15:00");
}

Answer ask(const WrittenHistory& history, std::string_view command, const std::string& facet,
           rendering::Format format = rendering::Format::table) {
  Request request = history.request(command);
  request.facet = facet;
  request.format = format;
  request.since = "08:00";
  request.until = "15:00";
  return history.ask(request);
}

}  // namespace

TEST_CASE("log tells windows of do-not-disturb and who joined a huddle, by facet or all together") {
  WrittenHistory history;
  write_quiet_day(history);
  CHECK(ask(history, "log", "dnd").lines() ==
        Lines{"TIME                 WHO   SOURCE  CHANGE",
              "2026-11-20 08:00:00  Dana  first   dnd from 2026-11-20 12:00:00 to 13:00:00",
              "2026-11-20 13:00:00  Dana  audit   dnd from 2026-11-20 12:00:00 to 13:00:00 -> dnd from 2026-11-20 "
              "14:30:00 to 16:00:00, after 12:30:00"});
  CHECK(ask(history, "log", "huddle").lines().back() ==
        "2026-11-20 09:40:00  Dana  audit   in a huddle -> in no huddle, after 09:39:00");
  const Answer json = ask(history, "log", "huddle", rendering::Format::jsonl);
  CHECK(json.lines()[1].find(R"("before_huddle":"out","huddle":"in"})") != std::string::npos);
  CHECK(history.ask("log").lines().size() == 6);
}

TEST_CASE("intervals and timeline derive do-not-disturb from its windows") {
  WrittenHistory history;
  write_quiet_day(history);
  const Lines wanted{"WHO   STATE  FROM                 TO                      FOR",
                     "Dana  off    2026-11-20 08:00:00  2026-11-20 12:00:00  4h 00m",
                     "Dana  on     2026-11-20 12:00:00  2026-11-20 13:00:00  1h 00m",
                     "Dana  off    2026-11-20 13:00:00  2026-11-20 14:30:00  1h 30m",
                     "Dana  on     2026-11-20 14:30:00  2026-11-20 15:00:00  0h 30m"};
  CHECK(ask(history, "intervals", "dnd").lines() == wanted);
  CHECK(ask(history, "timeline", "dnd", rendering::Format::jsonl).lines() ==
        ask(history, "intervals", "dnd", rendering::Format::jsonl).lines());
  const std::string picture = ask(history, "timeline", "dnd").text;
  CHECK(picture.find("█ on  ▄ on for a while  · off  / unknown") != std::string::npos);
  CHECK(picture.find("active") == std::string::npos);
}

TEST_CASE("summary divides the time of any facet by its own words") {
  WrittenHistory history;
  write_quiet_day(history);
  CHECK(ask(history, "summary", "dnd").lines()[0].find("ON     OFF  UNKNOWN  FIRST  LAST") != std::string::npos);
  CHECK(ask(history, "summary", "dnd", rendering::Format::jsonl)
            .text.find(R"("on_ms":5400000,"off_ms":19800000,"unknown_ms":0,"first_on":"2026-11-20T12:00:00)") !=
        std::string::npos);
  CHECK(ask(history, "summary", "huddle", rendering::Format::jsonl)
            .text.find(R"("in_ms":2400000,"out_ms":22800000,"unknown_ms":0)") != std::string::npos);
  CHECK(ask(history, "summary", "status", rendering::Format::jsonl)
            .text.find(R"("set_ms":0,"cleared_ms":0,"unknown_ms":25200000,"first_set":null)") != std::string::npos);
}

TEST_CASE("now and at tell both in JSON, with since when") {
  WrittenHistory history;
  write_quiet_day(history);
  Request request = history.request("at");
  request.format = rendering::Format::jsonl;
  request.time = "12:30";
  CHECK(history.ask(request).text.find(R"("dnd":"on","dnd_since":"2026-11-20T12:00:00.000+00:00")") !=
        std::string::npos);
  request.time = "09:10";
  CHECK(history.ask(request).text.find(R"("huddle":"in","huddle_since":"2026-11-20T09:00:00.000+00:00")") !=
        std::string::npos);
}

TEST_CASE("corrections of presence are refused for another facet, in every command that draws one") {
  WrittenHistory history;
  write_quiet_day(history);
  for (const char* command : {"intervals", "timeline", "summary"}) {
    Request request = history.request(command);
    request.facet = "dnd";
    request.idle_grace = "10m";
    const Answer answer = history.ask(request);
    CHECK(answer.status == ExitStatus::usage);
    CHECK(answer.said == Lines{"--idle-grace and --merge-flaps apply to the presence, not to --facet dnd"});
  }
}

TEST_CASE("export has the rows of both, as text and as tables named like the views") {
  WrittenHistory history;
  write_quiet_day(history);
  CHECK(history.ask("export").lines().size() == 6);
  Request request = history.request("export");
  request.to = history.beside("all.db");
  REQUIRE(history.ask(request).status == ExitStatus::answered);
  store::Database copy(*request.to, store::Database::Access::read_only);
  const auto count = [&](const std::string& view) {
    store::Statement rows = copy.prepare("SELECT count(*) FROM " + view);
    store::Rows row = rows.select();
    REQUIRE(row.next());
    return row.integer(0);
  };
  CHECK(count("dnd_transitions") == 2);
  CHECK(count("dnd_intervals") == 4);
  CHECK(count("huddle_transitions") == 3);
  CHECK(count("huddle_coverage") == 1);
}

}  // namespace presenced::commands::test
