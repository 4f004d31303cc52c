// log, and export as text: the same rows.
#include "unit/commands/fixture.h"

namespace presenced::commands::test {
namespace {

using store::test::Lines;

// The seqs of an answer in JSON Lines, in its order.
std::vector<int> seqs(const Answer& answer) {
  std::vector<int> found;
  for (const std::string& line : answer.lines()) {
    const auto at = line.find("\"seq\":");
    REQUIRE(at != std::string::npos);
    found.push_back(std::stoi(line.substr(at + 6)));
  }
  return found;
}

Request lines_of(const WrittenHistory& history, std::vector<std::string> who = {}) {
  Request request = history.request("log", std::move(who));
  request.format = rendering::Format::jsonl;
  return request;
}

TEST_CASE("log tells what changed today, in order, with how well its time is known") {
  WrittenHistory history;
  write_friday(history);
  const Answer answer = history.ask("log");
  CHECK(answer.status == ExitStatus::answered);
  CHECK(answer.said.empty());
  CHECK(answer.lines() == Lines{
                              "TIME                 WHO       SOURCE  CHANGE",
                              "2026-11-20 08:00:00  Dana      first   cleared",
                              "2026-11-20 08:00:00  lee       first   cleared",
                              "2026-11-20 08:00:00  Dana      first   active",
                              "2026-11-20 08:00:00  lee       first   away",
                              "2026-11-20 11:00:00  lee       resync  away -> active, after 10:00:00",
                              "2026-11-20 12:00:00  Dana      push    active -> away",
                              "2026-11-20 12:00:00  Dana      push    cleared -> :pizza: lunch",
                              "2026-11-20 12:30:00  Dana      push    away -> active",
                              "2026-11-20 12:30:00  Dana      push    :pizza: lunch -> cleared",
                          });
}

TEST_CASE("log of some people, a window, a facet") {
  WrittenHistory history;
  write_friday(history);
  CHECK(seqs(history.ask(lines_of(history, {"lee"}))) == std::vector{2, 4, 5});
  Request request = lines_of(history);
  request.since = "12:00";
  CHECK(seqs(history.ask(request)) == std::vector{6, 7, 8, 9});
  request.until = "12:30";
  CHECK(seqs(history.ask(request)) == std::vector{6, 7});
  request.facet = "status";
  CHECK(seqs(history.ask(request)) == std::vector{7});
  request.facet = "presence";
  CHECK(seqs(history.ask(request)) == std::vector{6});
  request.facet = "mood";
  const Answer wrong = history.ask(request);
  CHECK(wrong.status == ExitStatus::usage);
  CHECK(wrong.said == Lines{"--facet must be presence, status, dnd, huddle or group, not 'mood'"});
}

TEST_CASE("log -n is the newest, oldest first; -r the newest first; both go back beyond today") {
  WrittenHistory history;
  write_friday(history);
  history.clock = moment("2026-11-22 09:00");
  CHECK(history.ask(lines_of(history)).text.empty());
  Request request = lines_of(history);
  request.newest = 3;
  CHECK(seqs(history.ask(request)) == std::vector{7, 8, 9});
  request.reverse = true;
  CHECK(seqs(history.ask(request)) == std::vector{9, 8, 7});
  request.newest = 0;
  CHECK(history.ask(request).text.empty());
  request.newest = 100;
  CHECK(seqs(history.ask(request)).size() == 9);
  request.reverse = false;
  request.who = {"dana"};
  request.newest = 2;
  request.until = "2026-11-20 12:30";
  CHECK(seqs(history.ask(request)) == std::vector{6, 7});
}

TEST_CASE("log --after goes on where the last answer ended, and says where the next one does") {
  WrittenHistory history;
  write_friday(history);
  Request request = lines_of(history);
  request.after = 7;
  const Answer answer = history.ask(request);
  CHECK(seqs(answer) == std::vector{8, 9});
  CHECK(answer.said == Lines{"to continue from here, use --after 9"});
  request.after = 9;
  CHECK(history.ask(request).text.empty());
  request.format = rendering::Format::json;
  request.after = 8;
  const Answer json = history.ask(request);
  CHECK(json.said.empty());
  CHECK(json.lines().front().starts_with(R"({"schema":1,"command":"log","zone":"UTC","since":null,"since_ms":null,)"
                                         R"("until":"2026-11-20T15:00:00.000+00:00","until_ms":1795186800000,)"
                                         R"("last_seq":9,"rows":[)"));
}

TEST_CASE("log --after beyond the end is another history's number, and no silence") {
  WrittenHistory history;
  write_friday(history);
  Request request = lines_of(history);
  request.after = 10;
  const Answer answer = history.ask(request);
  CHECK(answer.status == ExitStatus::failed);
  CHECK(answer.said ==
        Lines{"--after 10: the newest change in this history is 9; is it another history, or an older copy?"});
}

TEST_CASE("a change at the very mark of life that is now is told") {
  WrittenHistory history;
  write_friday(history);
  history.script.turn("U0LEE0001", ms("15:00:05"), base::Presence::away, history::Source::push, -1, 2);
  history.commit("15:00:05");
  history.clock = moment("15:00:06");
  CHECK(history.ask("log", {"lee"}).lines().back() == "2026-11-20 15:00:05  lee       push    active -> away");
}

TEST_CASE("what cannot be followed is wrong usage, told before anything is read") {
  WrittenHistory history;
  Request request = history.request("log");
  request.db = history.beside("nowhere.db");
  request.follow = true;
  request.reverse = true;
  CHECK(history.ask(request).status == ExitStatus::usage);
  request.reverse = false;
  request.until = "12:00";
  CHECK(history.ask(request).status == ExitStatus::usage);
  request.until.reset();
  request.format = rendering::Format::json;
  CHECK(history.ask(request).said ==
        Lines{"-o json cannot be combined with --follow; use -o jsonl, one object a line"});
}

TEST_CASE("export tells the whole history in the rows of the log, as CSV unless told otherwise") {
  WrittenHistory history;
  write_friday(history);
  history.clock = moment("2026-12-24 09:00");
  const Answer csv = history.ask("export", {"dana"});
  CHECK(csv.lines().size() == 7);
  CHECK(csv.lines().front().starts_with("seq,at,at_ms,workspace,user_id,name,facet,source,"));
  Request request = history.request("export");
  request.format = rendering::Format::jsonl;
  CHECK(seqs(history.ask(request)).size() == 9);
  request.since = "2026-11-20 12:00";
  request.until = "2026-11-21";
  CHECK(seqs(history.ask(request)) == std::vector{6, 7, 8, 9});
}

}  // namespace
}  // namespace presenced::commands::test
