// backup, verify, purge and forget without a daemon, status and reload without one.
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "unit/commands/fixture.h"

namespace presenced::commands::test {
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
    const std::vector<base::UserId> lee{{"U0LEE0001"}};
    script.record(history::NameResolved{history::NameKind::email, "lee@example.com", lee, moment("08:00")});
    script.record(history::NameResolved{history::NameKind::handle, "lee.l", lee, moment("08:00")});
    commit("15:00");
    close();
    configure("groups: {}\n");
  }
  Request request(std::string_view command, std::vector<std::string> who = {}) const {
    Request request = WrittenHistory::request(command, std::move(who));
    request.config = beside("presenced.yaml");
    return request;
  }
  Answer ask(std::string_view command, std::vector<std::string> who = {}) const {
    return WrittenHistory::ask(request(command, std::move(who)));
  }
  using WrittenHistory::ask;
  // A configuration of the workspace, with this watchlist.
  void configure(const std::string& watchlist) const {
    std::ofstream(beside("watchlist.yaml")) << watchlist;
    std::ofstream(beside("presenced.yaml")) << "history: { path: history.db }\nworkspaces:\n"
                                               "  - { name: acme, token_file: token, watchlist: watchlist.yaml }\n";
  }
  Lines forgotten() const { return store::test::rows(file(), "SELECT user_id FROM forgotten ORDER BY 1"); }
};

Request sure(Request request) {
  request.yes = true;
  return request;
}

TEST_CASE("without a daemon a purge is presencectl's own, and deletes what it says it does") {
  Stopped history;
  const Answer purged = history.ask(sure(history.request("purge", {"dana"})));
  CHECK(purged.said ==
        Lines{"purged the history of U0DANA001: deleted 6 transitions and 2 spans of coverage; requested by " +
              std::string("user ") + std::to_string(::getuid())});
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
  request.format = rendering::Format::csv;
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
  CHECK(asked == "delete 6 changes of Dana (U0DANA001),\n       3 changes of lee (U0LEE0001)? [y/N] ");
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

Request forced(Request request) {
  request.force = true;
  return sure(std::move(request));
}

TEST_CASE("old bug: a mistyped id was forgotten for good; now an id that nobody knows needs --force") {
  Stopped history;
  for (const char* command : {"forget", "purge"}) {
    CAPTURE(command);
    const Answer refused = history.ask(sure(history.request(command, {"U0DANA01"})));
    CHECK(refused.status == ExitStatus::nobody);
    CHECK(refused.text.empty());
    REQUIRE(refused.said.size() == 2);
    CHECK(refused.said[0].find("did you mean U0DANA001") != std::string::npos);
    CHECK(refused.said[1].find("--force") != std::string::npos);
    CHECK(history.ask(sure(history.request(command, {"nevr"}))).status == ExitStatus::nobody);
    CHECK(history.ask(forced(history.request(command, {"nevr"}))).status == ExitStatus::nobody);
  }
  CHECK(history.forgotten().empty());
  CHECK(history.ask(forced(history.request("purge", {"U0NEVER99"}))).lines().back() ==
        "U0NEVER99  -     no                   0      0");
  const Answer forgotten = history.ask(forced(history.request("forget", {"U0NEVER99"})));
  CHECK(forgotten.status == ExitStatus::answered);
  CHECK(forgotten.lines().back() == "U0NEVER99  -     yes                  0      0");
  CHECK(history.ask(sure(history.request("forget", {"U0NEVER99"}))).status == ExitStatus::answered);  // as it was
  CHECK(history.forgotten() == Lines{"U0NEVER99"});
  std::string asked;
  history.confirm = [&](const std::string& question) { return asked = question, false; };
  Request request = history.request("forget", {"U0NEVER98"});
  request.force = true;
  (void)history.ask(request);
  CHECK(asked == "delete 0 changes of U0NEVER98 (nothing recorded), and never record them again? [y/N] ");
}

TEST_CASE("somebody who is on a watchlist and was never recorded can be forgotten by their id") {
  Stopped history;
  history.configure("groups: { team: { members: [U0NEVER99] } }\n");
  const Answer forgotten = history.ask(sure(history.request("forget", {"U0NEVER99"})));
  CHECK(forgotten.status == ExitStatus::answered);
  CHECK(history.forgotten() == Lines{"U0NEVER99"});
}

TEST_CASE("old bug: whoever was forgotten stayed on the watchlist, and nothing said where") {
  Stopped history;
  history.configure(
      "groups:\n"
      "  team:\n"
      "    members:\n"
      "      - { email: Lee@example.com }\n"
      "      - { handle: '@lee.l' }\n"
      "      - { id: U0DANA001, name: Dana }\n"
      "      - { channel: '#ops' }\n"
      "  second: { members: [U0LEE0001] }\n");
  const Answer forgotten = history.ask(sure(history.request("forget", {"lee"})));
  CHECK(forgotten.status == ExitStatus::answered);
  const std::string file = history.beside("watchlist.yaml").string();
  const std::string rest = " still names U0LEE0001; remove that line";
  REQUIRE(forgotten.said.size() == 4);
  CHECK(forgotten.said[0].find("U0LEE0001") == std::string::npos);  // that line is a log's
  CHECK(Lines(forgotten.said.begin() + 1, forgotten.said.end()) ==
        Lines{file + ":4" + rest, file + ":5" + rest, file + ":8" + rest});
  Request again = sure(history.request("forget", {"U0LEE0001"}));
  again.format = rendering::Format::json;
  CHECK(history.ask(again).text.find("\"named_at\":[\"" + file + ":8\"]") != std::string::npos);
}

TEST_CASE("without a readable watchlist a forgetting says that nobody has looked there") {
  Stopped history;
  Request request = sure(history.request("forget", {"lee"}));
  request.config = history.beside("none.yaml");
  const Answer forgotten = history.ask(request);
  CHECK(forgotten.status == ExitStatus::answered);
  CHECK(forgotten.said.back().find("none.yaml, so watchlists may still name them") != std::string::npos);
}

TEST_CASE("the forgotten are listed with when and by whom, and a forgetting can be undone by id") {
  Stopped history;
  Request list = history.request("forget");
  list.list = true;
  CHECK(history.ask(list).text.find("U0") == std::string::npos);
  REQUIRE(history.ask(sure(history.request("forget", {"lee", "dana"}))).status == ExitStatus::answered);
  list.format = rendering::Format::csv;
  const std::string by = std::to_string(::getuid());
  CHECK(history.ask(list).lines() == Lines{"user_id,forgotten_at,forgotten_at_ms,asked_by_uid\r",
                                           "U0DANA001,2026-11-20T15:00:00.000+00:00,1795186800000," + by + "\r",
                                           "U0LEE0001,2026-11-20T15:00:00.000+00:00,1795186800000," + by + "\r"});
  Request undo = history.request("forget", {"u0lee0001"});
  undo.undo = true;
  const Answer undone = history.ask(undo);
  CHECK(undone.status == ExitStatus::answered);
  CHECK(undone.lines() == Lines{"ID         FORGOTTEN", "U0LEE0001  no"});
  CHECK(undone.said == Lines{"U0LEE0001 may be recorded again; requested by user " + by});
  CHECK(history.forgotten() == Lines{"U0DANA001"});
  const Answer again = history.ask(undo);
  CHECK(again.status == ExitStatus::nobody);
  CHECK(again.said.front() == "no forgotten person has the id 'u0lee0001'");
  undo.who = {"U0DANA002"};
  CHECK(history.ask(undo).said.front().find("did you mean U0DANA001?") != std::string::npos);
}

TEST_CASE("forget with neither WHO nor --list, or with too much, is wrong usage") {
  Stopped history;
  Request request = sure(history.request("forget"));
  CHECK(history.ask(request).status == ExitStatus::usage);
  request.undo = true;
  CHECK(history.ask(request).status == ExitStatus::usage);
  request.list = true;
  CHECK(history.ask(request).status == ExitStatus::usage);
  request.undo = false;
  request.who = {"dana"};
  CHECK(history.ask(request).status == ExitStatus::usage);
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
  CHECK(again.said.front().find("already exists; not overwritten") != std::string::npos);
  request.file = history.beside("no/such/folder/copy.db");
  CHECK(history.ask(request).status == ExitStatus::failed);
  request.file.clear();
  CHECK(history.ask(request).status == ExitStatus::usage);
}

TEST_CASE("verify says that all is well, or each thing that is wrong, a line each, with exit status 1") {
  Stopped history;
  const Answer sound = history.ask("verify");
  CHECK(sound.status == ExitStatus::answered);
  CHECK(sound.text == history.file().string() + ": OK: file and contents are consistent\n");
  WrittenHistory open;  // ended, as if clean, with all that was covered still open
  write_friday(open);
  open.close();
  const Answer wrong = open.ask("verify");
  CHECK(wrong.status == ExitStatus::failed);
  REQUIRE(wrong.lines().size() == 6);
  CHECK(wrong.lines().front() == "FINDING");
  CHECK(wrong.lines()[1] == "session 2 is open after a clean stop");
  Request lines = open.request("verify");
  lines.format = rendering::Format::jsonl;
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
        Lines{"2 transitions, 0 spans of coverage and 0 sessions of acme are dated in the future, up to 2026-11-20 "
              "12:30:00; presencectl repair moves them aside",
              "the last mark of life is dated in the future, 2026-11-20 15:00:00; presencectl repair corrects it"});
  Request doctor = history.request("doctor");
  doctor.config = history.beside("none.yaml");
  const std::string report = history.ask(doctor).text;
  CHECK(report.find(
            "! future: 2 transitions, 0 spans of coverage and 0 sessions of workspace 1 are dated in the future") !=
        std::string::npos);
  history.clock = moment("15:00");
  CHECK(history.ask(doctor).text.find("  future: no record is later than this machine's clock") != std::string::npos);
}

TEST_CASE(
    "a status that finds no socket, of a history that is being recorded into, says that the socket is elsewhere") {
  WrittenHistory history;
  write_friday(history);
  history.variables["RUNTIME_DIRECTORY"] = history.beside("run").string();
  history.clock = moment("15:00:10");
  CHECK(history.ask("status").said.at(1).find("name its control socket with --socket FILE") != std::string::npos);
  history.clock = moment("16:00");
  CHECK(history.ask("status").said.at(1).find("did not end cleanly") != std::string::npos);
}

TEST_CASE("status, reload and reconnect without a daemon say where they looked, and when the last one was alive") {
  Stopped history;
  for (const char* what : {"status", "reload", "reconnect"}) {
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
}  // namespace presenced::commands::test
