// timeline and heatmap: pictures for people, rows for programs.
#include "commands/history.h"
#include "unit/commands/fixture.h"

namespace presenced::commands::test {
namespace {

using store::test::Lines;

TEST_CASE("timeline draws a bar for each person: active, away, unknown") {
  WrittenHistory history;
  write_friday(history);
  history.style.width = 61;
  Request request = history.request("timeline");
  request.until = "tomorrow";
  const Answer answer = history.ask(request);
  CHECK(answer.status == ExitStatus::answered);
  CHECK(answer.lines() == Lines{
                              "Fri 2026-11-20 00:00 to Sat 2026-11-21 00:00  UTC",
                              "a column is 25m 42s",
                              "",
                              "     |11-20 |03:00 |06:00 |09:00 |12:00 |15:00 |18:00 |21:00",
                              "Dana //////////////////▄█████████·██████/////////////////////",
                              "kim  ////////////////////////////////////////////////////////",
                              "lee  ///////////////////····//▄█████████/////////////////////",
                              "",
                              "█ active  ▄ active for a while  · away  / unknown",
                              "recording began Fri 2026-11-20 08:00:00",
                          });
}

TEST_CASE("a timeline is unknown from the recorder's last mark of life on, when the daemon is gone") {
  WrittenHistory history;
  write_friday(history);
  history.clock = moment("17:00");
  history.style.width = 25;
  Request request = history.request("timeline", {"dana"});
  request.since = "13:00";
  CHECK(history.ask(request).text.find("Dana ██████████//////////\n") != std::string::npos);
  request.strict = true;
  CHECK(history.ask(request).status == ExitStatus::unknown);
  request.until = "15:00";
  CHECK(history.ask(request).status == ExitStatus::answered);
}

TEST_CASE("timeline in the other formats is the spans of each person, unknown ones included") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("timeline", {"lee"});
  request.format = rendering::Format::csv;
  request.since = "08:00";
  CHECK(history.ask(request).lines() ==
        Lines{"workspace,user_id,name,presence,from,from_ms,to,to_ms,duration_ms\r",
              "acme,U0LEE0001,lee,away,2026-11-20T08:00:00.000+00:00,1795161600000,2026-11-20T10:00:00.000+00:00,"
              "1795168800000,7200000\r",
              "acme,U0LEE0001,lee,unknown,2026-11-20T10:00:00.000+00:00,1795168800000,2026-11-20T11:00:00.000+00:00,"
              "1795172400000,3600000\r",
              "acme,U0LEE0001,lee,active,2026-11-20T11:00:00.000+00:00,1795172400000,2026-11-20T15:00:00.000+00:00,"
              "1795186800000,14400000\r"});
}

TEST_CASE("heatmap: shares of covered time by hour and weekday, of all together") {
  WrittenHistory history;
  write_friday(history);
  history.style.width = 28;
  Request request = history.request("heatmap", {"@on-call"});
  request.since = "monday";
  const Lines lines = history.ask(request).lines();
  REQUIRE(lines.size() > 11);
  CHECK(lines[2] == "2 people");
  CHECK(lines[4] == "    00 03 06 09 12 15 18 21");
  // 08:00 and 09:00 Dana of both, 10:00 Dana alone, 11:00 both, 12:00 lee and half an hour of Dana.
  CHECK(lines[9] == "Fri ////////▒▒██▓██/////////");
  CHECK(lines[8] == "Thu ////////////////////////");
}

TEST_CASE("the twin of a history answers of the same moment, also when there was a commit since it began") {
  WrittenHistory history;
  write_friday(history);
  const Request request = history.request("heatmap");
  CapturedOutput output;
  const CommandContext context{output, [&] { return history.clock; }, history.tz, history.style};
  History one(request, context);
  history.script.turn("U0DANA001", ms("15:00:01"), base::Presence::away);
  history.commit("15:00:02");
  const std::unique_ptr<History> twin = one.twin();
  if (twin == nullptr) return;  // a machine with one core
  CHECK(answered(one.questions().last_seq()) == answered(twin->questions().last_seq()));
  history.script.turn("U0DANA001", ms("15:00:03"), base::Presence::active);
  history.commit("15:00:04");
  CHECK(one.alive_at() == moment("15:00:02"));
  CHECK(twin->alive_at() == moment("15:00:02"));
  CHECK(answered(one.questions().last_seq()) == answered(twin->questions().last_seq()));
}

TEST_CASE("heatmap for programs: 168 rows, and in the head of JSON how many people and how much is unknown") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("heatmap", {"lee"});
  request.since = "08:00";
  request.format = rendering::Format::jsonl;
  CHECK(history.ask(request).lines().size() == 168);
  request.format = rendering::Format::json;
  CHECK(history.ask(request).text.find(R"("people":1,"unknown_ms":3600000,"rows":[)") != std::string::npos);
  request.strict = true;
  CHECK(history.ask(request).status == ExitStatus::unknown);
  request.since = "12:00";
  CHECK(history.ask(request).status == ExitStatus::answered);
}

}  // namespace
}  // namespace presenced::commands::test
