// Every command on a history with two workspaces that share the id of a person: each row belongs to one of them, is
// told once, and @group stands for the people of the workspaces that have it.
#include <set>

#include "unit/commands/fixture.h"

namespace presenced::commands::test {
namespace {

using store::test::Lines;
using Who = std::vector<std::string>;

// A key's value in each line, joined.
Lines told(const Answer& answer, std::initializer_list<const char*> keys) {
  CHECK(answer.status == ExitStatus::answered);
  Lines all;
  for (const std::string& line : answer.lines()) {
    std::string text;
    for (const char* key : keys) {
      const std::size_t at = line.find("\"" + std::string(key) + "\":");
      REQUIRE_MESSAGE(at != std::string::npos, line);
      const std::size_t from = at + std::string(key).size() + 3;
      text += (text.empty() ? "" : " ") + line.substr(from, line.find_first_of(",}", from) - from);
    }
    std::erase(text, '"');
    all.push_back(text);
  }
  return all;
}

struct TwoFridays : WrittenHistory {
  TwoFridays() { write_two_fridays(*this); }
  Request of(const char* command, Who who = {}) const {
    Request request = this->request(command, std::move(who));
    request.format = rendering::Format::jsonl;
    request.since = "08:00";
    return request;
  }
  Lines seqs(const Request& request) const { return told(ask(request), {"seq"}); }
};

TEST_CASE("log tells each change of somebody in two workspaces once, with its workspace") {
  const TwoFridays history;
  CHECK(told(history.ask(history.of("log", {"U0DANA001"})), {"seq", "workspace"}) ==
        Lines{"1 acme", "3 acme", "6 acme", "7 acme", "8 acme", "9 acme", "10 beta", "12 beta"});
  CHECK(history.seqs(history.of("log", {"dana"})) == Lines{"1", "3", "6", "7", "8", "9"});  // the label of acme
  CHECK(history.seqs(history.of("log", {"dana d."})) == Lines{"10", "12"});                 // the name in beta
  CHECK(history.seqs(history.of("log")).size() == 12);
}

TEST_CASE("log of @group tells what its members did in the workspaces that have the group, and nothing else") {
  const TwoFridays history;
  CHECK(told(history.ask(history.of("log", {"@on-call"})), {"seq", "workspace"}) ==
        Lines{"1 acme", "2 acme", "3 acme", "4 acme", "5 acme", "6 acme", "7 acme", "8 acme", "9 acme", "11 beta"});
  CHECK(history.seqs(history.of("log", {"@on-call", "U0DANA001"})).size() == 12);
}

TEST_CASE("a group without members is nobody, not everybody") {
  const TwoFridays history;
  for (const char* command : {"now", "log", "intervals", "summary", "timeline", "coverage", "people", "export"})
    CHECK_MESSAGE(history.ask(history.of(command, {"@nobody"})).text.empty(), command);
  Request request = history.request("export", {"@nobody"});
  request.to = history.beside("nobody.db");
  CHECK(history.ask(request).status == ExitStatus::answered);
  store::Database made(*request.to, store::Database::Access::read_only);
  CHECK(made.integer("SELECT count(*) FROM presence_transitions") == 0);
}

TEST_CASE("log -n, -r and --after count each change of somebody in two workspaces once") {
  const TwoFridays history;
  Request request = history.request("log", {"U0DANA001"});
  request.format = rendering::Format::jsonl;
  request.newest = 4;
  CHECK(history.seqs(request) == Lines{"8", "9", "10", "12"});
  request.reverse = true;
  CHECK(history.seqs(request) == Lines{"12", "10", "9", "8"});
  request.newest.reset();
  request.reverse = false;
  request.after = 8;
  CHECK(history.seqs(request) == Lines{"9", "10", "12"});
  request.who = {"@on-call"};
  CHECK(history.seqs(request) == Lines{"9", "11"});
}

TEST_CASE("export has each change of somebody in two workspaces once, as text and as a file") {
  const TwoFridays history;
  CHECK(history.seqs(history.of("export", {"U0DANA001"})) == Lines{"1", "3", "6", "7", "8", "9", "10", "12"});
  const auto exported = [&](const std::string& name, Who who) {
    Request request = history.request("export", std::move(who));
    request.to = history.beside(name);
    CHECK(history.ask(request).status == ExitStatus::answered);
    store::Database made(*request.to, store::Database::Access::read_only);
    return std::pair{made.integer("SELECT count(*) FROM presence_transitions"),
                     made.integer("SELECT count(*) FROM presence_transitions WHERE workspace = 'beta'")};
  };
  CHECK(exported("dana.db", {"U0DANA001"}) == std::pair<std::int64_t, std::int64_t>{5, 2});
  CHECK(exported("label.db", {"dana"}) == std::pair<std::int64_t, std::int64_t>{3, 0});
  CHECK(exported("group.db", {"@on-call"}) == std::pair<std::int64_t, std::int64_t>{6, 1});
}

TEST_CASE("answers about a moment and a window have a row for each workspace, of that workspace's life") {
  const TwoFridays history;
  CHECK(told(history.ask(history.of("now", {"U0DANA001"})), {"workspace", "presence", "since", "status_known"}) ==
        Lines{"acme active 2026-11-20T12:30:00.000+00:00 true", "beta active 2026-11-20T13:00:00.000+00:00 false"});
  Request at = history.of("at", {"U0DANA001", "@on-call"});
  at.time = "12:15";
  CHECK(told(history.ask(at), {"workspace", "user_id", "presence"}) ==
        Lines{"acme U0DANA001 away", "beta U0DANA001 away", "beta U0BEA0001 active", "acme U0LEE0001 active"});
  const Lines states{"acme active", "acme away", "acme active", "beta unknown", "beta away", "beta active"};
  CHECK(told(history.ask(history.of("intervals", {"U0DANA001"})), {"workspace", "presence"}) == states);
  CHECK(told(history.ask(history.of("timeline", {"U0DANA001"})), {"workspace", "presence"}) == states);
  CHECK(told(history.ask(history.of("summary", {"U0DANA001"})), {"workspace", "active_ms", "unknown_ms"}) ==
        Lines{"acme 23400000 0", "beta 7200000 3600000"});
  CHECK(told(history.ask(history.of("coverage", {"U0DANA001"})), {"kind", "workspace"}) ==
        Lines{"session acme", "session beta", "session acme", "gap beta"});
  CHECK(told(history.ask(history.of("people", {"U0DANA001"})), {"workspace", "groups"}) ==
        Lines{"acme [on-call]", "beta null"});
}

TEST_CASE("somebody in two workspaces is together with others while active in both") {
  const TwoFridays history;
  CHECK(told(history.ask(history.of("overlap", {"U0DANA001", "bea"})), {"overlap", "from"}) ==
        Lines{"undecided 2026-11-20T08:00:00.000+00:00", "together 2026-11-20T13:00:00.000+00:00"});
  CHECK(told(history.ask(history.of("overlap", {"dana", "bea"})), {"overlap", "from"}) ==
        Lines{"undecided 2026-11-20T08:00:00.000+00:00", "together 2026-11-20T09:00:00.000+00:00",
              "together 2026-11-20T12:30:00.000+00:00"});
}

TEST_CASE("a heatmap counts each workspace in which somebody is") {
  const TwoFridays history;
  const auto covered = [&](const char* who) {
    std::int64_t sum = 0;
    for (const std::string& cell : told(history.ask(history.of("heatmap", {who})), {"covered_ms"}))
      sum += std::stoll(cell);
    return sum / 3'600'000;
  };
  CHECK(covered("dana") == 7);
  CHECK(covered("dana d.") == 6);
  CHECK(covered("U0DANA001") == 13);
}

}  // namespace
}  // namespace presenced::commands::test
