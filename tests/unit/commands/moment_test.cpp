// now, at.
#include "unit/commands/fixture.h"

namespace presenced::commands::test {
namespace {

using store::test::Lines;

TEST_CASE("now tells everybody's state, since when, and how certain that is") {
  WrittenHistory history;
  write_friday(history);
  const Answer answer = history.ask("now");
  CHECK(answer.status == ExitStatus::answered);
  CHECK(answer.said.empty());
  CHECK(answer.lines() == Lines{
                              "WHO       STATE    SINCE        FOR  CERTAINTY       STATUS",
                              "Dana      active   12:30:00  2h 30m  seen            -",
                              "kim       unknown  -              -  never seen      unknown",
                              "lee       active   11:00:00  4h 00m  after 10:00:00  -",
                              "old hand  unknown  -              -  never seen      unknown",
                              "",
                              "2 active, 0 away, 2 unknown",
                          });
}

TEST_CASE("at asks for one moment: the change of that very millisecond has happened by then") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("at", {"dana"});
  request.format = rendering::Format::csv;
  request.time = "12:00";
  const std::string header =
      "workspace,user_id,name,presence,since,since_ms,duration_ms,certainty,earliest,earliest_ms,last_known,"
      "status_known,status_text,status_emoji,status_expires_at,status_expires_at_ms,status_since,status_since_ms,"
      "dnd,dnd_since,dnd_since_ms,huddle,huddle_since,huddle_since_ms\r";
  CHECK(history.ask(request).lines() ==
        Lines{header,
              "acme,U0DANA001,Dana,away,2026-11-20T12:00:00.000+00:00,1795176000000,0,exact,,,,true,lunch,:pizza:,"
              "2026-11-20T12:45:00.000+00:00,1795178700000,2026-11-20T12:00:00.000+00:00,1795176000000,unknown,,,unknown,,\r"});
  request.time = "11:59:59.999";
  CHECK(history.ask(request).lines().back().starts_with("acme,U0DANA001,Dana,active,2026-11-20T08:00:00.000+00:00"));
}

TEST_CASE("where two spans of coverage touch, at tells the state and its beginning as intervals does") {
  WrittenHistory history;
  history.script.session(1, ms("08:00"))
      .cover("U0DANA001", ms("08:00"))
      .first("U0DANA001", ms("08:00"), base::Presence::away)
      .turn("U0DANA001", ms("09:00"), base::Presence::active)
      .uncover("U0DANA001", ms("10:00"), history::EndReason::unwatched)
      .cover("U0DANA001", ms("10:00"), 1, base::Facet::presence, history::Mode::sampled);
  history.commit("15:00");
  Request request = history.request("intervals");
  request.since = "08:00";
  CHECK(history.ask(request).lines().back() == "U0DANA001  active  2026-11-20 09:00:00  2026-11-20 15:00:00  6h 00m");
  request.command = "at";
  for (const char* time : {"09:59:59.999", "10:00", "10:00:00.001", "14:00"}) {
    request.time = time;
    const std::string line = history.ask(request).lines().back();
    CHECK_MESSAGE(line.find("active  09:00:00") != std::string::npos, line);
    CHECK_MESSAGE(line.find("seen") != std::string::npos, line);
  }
}

TEST_CASE(
    "now tells the change of the very mark of life that is now; at it tells as intervals does once that is over") {
  WrittenHistory history;
  write_friday(history);
  history.script.turn("U0DANA001", ms("15:00:05"), base::Presence::away, history::Source::push, -1, 2);
  history.commit("15:00:05");
  history.clock = moment("15:00:05");
  CHECK(history.ask("now", {"dana"}).lines().back() == "Dana  away   15:00:05  0m 00s  seen       -");
  history.clock = moment("15:10");
  Request request = history.request("at", {"dana"});
  request.time = "15:00:05";
  CHECK(history.ask(request).lines().back() == "Dana  unknown  15:00:05  0m 00s  was away   unknown");
  request.command = "intervals";
  request.since = "15:00:05";
  CHECK(history.ask(request).lines().back() == "Dana  unknown  2026-11-20 15:00:05  2026-11-20 15:10:00  9m 55s");
}

TEST_CASE("with --strict an unknown state is the exit status 3, with the answer") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("now", {"kim"});
  CHECK(history.ask(request).status == ExitStatus::answered);
  request.strict = true;
  const Answer answer = history.ask(request);
  CHECK(answer.status == ExitStatus::unknown);
  CHECK(answer.lines().size() == 2);
  request.who = {"dana"};
  CHECK(history.ask(request).status == ExitStatus::answered);
}

TEST_CASE("now --strict without WHO passes over the unknown state of somebody who is not watched any more") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("now");
  request.strict = true;
  CHECK(history.ask(request).status == ExitStatus::unknown);  // kim is watched
  history.script.watched("U0KIM0001", "kim", false);
  history.commit("15:00");
  const Answer answer = history.ask(request);
  CHECK(answer.status == ExitStatus::answered);
  CHECK(answer.lines().size() == 7);
  request.who = {"kim"};
  CHECK(history.ask(request).status == ExitStatus::unknown);
  request = history.request("at");
  request.time = "12:00";
  request.strict = true;
  CHECK(history.ask(request).status == ExitStatus::unknown);
}

TEST_CASE("now is the last mark of life while the daemon lives, and the clock's when it is gone") {
  WrittenHistory history;
  write_friday(history);
  history.clock = moment("15:00:20");
  CHECK(history.ask("now", {"dana"}).lines().back() == "Dana  active  12:30:00  2h 30m  seen       -");
  history.clock = moment("15:00:21");
  CHECK(history.ask("now", {"dana"}).lines().back() == "Dana  unknown  15:00:00  0m 21s  was active  unknown");
}

TEST_CASE("whoever is asked about and not known is the exit status 4, with the nearest names") {
  WrittenHistory history;
  write_friday(history);
  const Answer answer = history.ask("now", {"leee", "@oncall", "dana"});
  CHECK(answer.status == ExitStatus::nobody);
  CHECK(answer.text.empty());
  CHECK(answer.said ==
        Lines{"nobody is called 'leee'; did you mean lee?", "no group '@oncall'; did you mean @on-call?"});
}

TEST_CASE("what is wrong with a time or a zone is wrong usage, and says what") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("at");
  request.time = "2026-02-30";
  const Answer impossible = history.ask(request);
  CHECK(impossible.status == ExitStatus::usage);
  CHECK(impossible.text.empty());
  REQUIRE(impossible.said.size() == 1);
  CHECK(impossible.said[0].find("2026-02-30") != std::string::npos);
  request.tz = "Europe/Berlino";
  CHECK(history.ask(request).said ==
        Lines{"--tz: unknown time zone 'Europe/Berlino'; use a name such as Europe/Berlin"});
}

TEST_CASE("a history that is not there is the exit status 1, and nothing is made in its place") {
  WrittenHistory history;
  Request request = history.request("now");
  request.db = history.beside("nowhere.db");
  const Answer answer = history.ask(request);
  CHECK(answer.status == ExitStatus::failed);
  REQUIRE(answer.said.size() == 1);
  CHECK(answer.said[0].starts_with(request.db + ": no such file"));
  CHECK(!std::filesystem::exists(request.db));
}

}  // namespace
}  // namespace presenced::commands::test
