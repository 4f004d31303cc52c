// backup, verify, purge and forget without a daemon, status and reload without one.
#include <filesystem>

#include "unit/ask/fixture.h"

namespace presenced::ask::test {
namespace {

using store::test::Lines;

// As after `systemctl stop presenced`: the history closed, and no control socket.
struct Stopped : WrittenHistory {
  Stopped() {
    write_friday(*this);
    variables["RUNTIME_DIRECTORY"] = beside("run").string();
    for (const char* user : {"U0DANA001", "U0LEE0001"})
      for (const auto facet : {base::Facet::presence, base::Facet::status})
        script.uncover(user, ms("15:00"), history::EndReason::shutdown, facet);
    script.ended(2, ms("15:00"), history::EndReason::shutdown);
    commit("15:00");
    close();
  }
};

Request sure(Request request) {
  request.yes = true;
  return request;
}

TEST_CASE("without a daemon a purge is presencectl's own, and deletes what it says it does") {
  Stopped history;
  const Answer purged = history.ask(sure(history.request("purge", {"dana"})));
  CHECK(purged.said.empty());
  CHECK(purged.status == ExitStatus::answered);
  CHECK(purged.lines() == Lines{
                              "ID         NAME  FORGOTTEN  TRANSITIONS  SPANS",
                              "U0DANA001  Dana  no                   6      2",
                          });
  CHECK(history.ask("now", {"lee"}).status == ExitStatus::answered);
  CHECK(history.ask("now", {"U0DANA001"}).lines().back().find("never seen") != std::string::npos);
  CHECK(history.ask("now", {"dana"}).status == ExitStatus::nobody);
  CHECK(history.ask("verify").status == ExitStatus::answered);
}

TEST_CASE("several people, a group among them, are purged each once") {
  Stopped history;
  Request request = sure(history.request("purge", {"lee", "@on-call"}));
  request.format = query::Format::csv;
  CHECK(history.ask(request).lines() == Lines{"user_id,name,known,forgotten,transitions,spans\r",
                                              "U0LEE0001,lee,true,false,3,4\r", "U0DANA001,Dana,true,false,6,2\r"});
}

TEST_CASE("a purge asks first, with names and numbers, and deletes nothing without a yes") {
  Stopped history;
  std::string asked;
  history.confirm = [&](const std::string& question) {
    asked = question;
    return false;
  };
  const Answer declined = history.ask("purge", {"dana", "lee"});
  CHECK(asked == "delete 6 transitions of Dana (U0DANA001),\n       3 transitions of lee (U0LEE0001)? [y/N] ");
  CHECK(declined.status == ExitStatus::failed);
  CHECK(declined.said == Lines{"nothing was deleted"});
  CHECK(history.ask("now", {"dana", "lee"}).text.find("never seen") == std::string::npos);
  history.confirm = {};
  const Answer unasked = history.ask("purge", {"dana"});
  CHECK(unasked.status == ExitStatus::usage);
  CHECK(unasked.said.front().find("--yes") != std::string::npos);
  history.confirm = [](const std::string&) { return true; };
  CHECK(history.ask("purge", {"dana"}).lines().back() == "U0DANA001  Dana  no                   6      2");
}

TEST_CASE("a part of a name is not enough to purge or to forget somebody") {
  for (const char* command : {"purge", "forget"}) {
    const Stopped history;
    CHECK(history.ask("now", {"dan"}).lines().size() == 2);
    const Answer answer = history.ask(sure(history.request(command, {"dan"})));
    CHECK(answer.status == ExitStatus::nobody);
    CHECK(answer.said == Lines{"nobody is called 'dan'; did you mean Dana, Dana Diaz, U0DANA001?"});
    CHECK(history.ask("log", {"dana"}).status == ExitStatus::answered);
  }
}

TEST_CASE("somebody who was never recorded can be forgotten by their id, and not purged") {
  Stopped history;
  const Answer forgotten = history.ask(sure(history.request("forget", {"U0NEVER99"})));
  CHECK(forgotten.status == ExitStatus::answered);
  CHECK(forgotten.lines().back() == "U0NEVER99  -     yes                  0      0");
  CHECK(history.ask(sure(history.request("purge", {"U0NEVER99"}))).status == ExitStatus::nobody);
  CHECK(history.ask(sure(history.request("forget", {"nevr"}))).status == ExitStatus::nobody);
  std::string asked;
  history.confirm = [&](const std::string& question) { return asked = question, false; };
  (void)history.ask("forget", {"U0NEVER98"});
  CHECK(asked == "delete 0 transitions of U0NEVER98, of whom nothing is recorded, and never record them again? [y/N] ");
}

TEST_CASE("a history that somebody records into is not purged behind their back") {
  WrittenHistory history;  // open, so locked
  write_friday(history);
  history.variables["RUNTIME_DIRECTORY"] = history.beside("run").string();
  const Answer refused = history.ask(sure(history.request("purge", {"dana"})));
  CHECK(refused.status == ExitStatus::failed);
  REQUIRE(refused.said.size() == 2);
  CHECK(refused.said[0].find("in use by process") != std::string::npos);
  CHECK(refused.said[1].find("--socket") != std::string::npos);
  CHECK(history.ask("now", {"dana"}).status == ExitStatus::answered);
}

TEST_CASE("a backup is the same history, and overwrites nothing") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("backup");
  request.file = history.beside("copy.db");
  const Answer made = history.ask(request);
  CHECK(made.status == ExitStatus::answered);
  REQUIRE(made.lines().size() == 2);
  CHECK(made.lines()[1].find("copy.db") != std::string::npos);
  Request copy = history.request("now");
  copy.db = request.file;
  CHECK(history.ask(copy).text == history.ask("now").text);
  const Answer again = history.ask(request);
  CHECK(again.status == ExitStatus::failed);
  CHECK(again.said.front().find("is there already") != std::string::npos);
  request.file = history.beside("no/such/folder/copy.db");
  CHECK(history.ask(request).status == ExitStatus::failed);
  request.file.clear();
  CHECK(history.ask(request).status == ExitStatus::usage);
}

TEST_CASE("verify says that all is well, or each thing that is wrong, a line each, with exit status 1") {
  Stopped history;
  const Answer sound = history.ask("verify");
  CHECK(sound.status == ExitStatus::answered);
  CHECK(sound.text == history.file().string() + ": sound, as a file and in what it says\n");
  WrittenHistory open;  // ended, as if clean, with all that was covered still open
  write_friday(open);
  open.close();
  const Answer wrong = open.ask("verify");
  CHECK(wrong.status == ExitStatus::failed);
  REQUIRE(wrong.lines().size() == 6);
  CHECK(wrong.lines().front() == "FINDING");
  CHECK(wrong.lines()[1] == "session 2 is open after a clean stop");
  Request lines = open.request("verify");
  lines.format = query::Format::jsonl;
  CHECK(open.ask(lines).lines().front().starts_with(R"({"schema":1,"finding":")"));
  lines.db = open.beside("none.db");
  CHECK(open.ask(lines).status == ExitStatus::failed);
}

TEST_CASE("verify and doctor find what a wrong clock has dated into the future") {
  WrittenHistory history;
  write_friday(history);
  history.variables["RUNTIME_DIRECTORY"] = history.beside("run").string();
  const auto findings = [&] {
    Lines found;
    for (const std::string& line : history.ask("verify").lines())
      if (line.find("future") != std::string::npos) found.push_back(line);
    return found;
  };
  history.clock = moment("14:59:00");  // a minute behind: the recorder only waits
  CHECK(findings().empty());
  history.clock = moment("12:15");
  CHECK(findings() ==
        Lines{"2 transitions, 0 spans of coverage and 0 sessions of acme lie in the future, as late as 2026-11-20 "
              "12:30:00; presencectl repair moves them aside",
              "the last mark of life lies in the future, at 2026-11-20 15:00:00; presencectl repair sets it right"});
  Request doctor = history.request("doctor");
  doctor.config = history.beside("none.yaml");
  const std::string report = history.ask(doctor).text;
  CHECK(report.find("! future: 2 transitions") != std::string::npos);
  history.clock = moment("15:00");
  CHECK(history.ask(doctor).text.find("  future: nothing is dated later than this machine's clock") !=
        std::string::npos);
}

TEST_CASE(
    "a status that finds no socket, of a history that is being recorded into, says that the socket is elsewhere") {
  WrittenHistory history;
  write_friday(history);
  history.variables["RUNTIME_DIRECTORY"] = history.beside("run").string();
  history.clock = moment("15:00:10");
  CHECK(history.ask("status").said.at(1).find("so its control socket is elsewhere") != std::string::npos);
  history.clock = moment("16:00");
  CHECK(history.ask("status").said.at(1).find("did not end cleanly") != std::string::npos);
}

TEST_CASE("status and reload without a daemon say where they looked, and when the last one was alive") {
  Stopped history;
  for (const char* what : {"status", "reload"}) {
    const Answer answer = history.ask(what);
    CHECK(answer.status == ExitStatus::failed);
    CHECK(answer.text.empty());
    REQUIRE(answer.said.size() == 2);
    CHECK(answer.said[0].find(history.beside("run/control.sock").string()) != std::string::npos);
    CHECK(answer.said[1].find("alive until Fri 2026-11-20 15:00:00, and was stopped") != std::string::npos);
    Request nowhere = history.request(what);
    nowhere.socket = history.beside("here.sock");
    nowhere.db = history.beside("none.db");
    CHECK(history.ask(nowhere).said[0].find("here.sock") != std::string::npos);
    CHECK(history.ask(nowhere).said[1].find("none.db") != std::string::npos);
  }
}

}  // namespace
}  // namespace presenced::ask::test
