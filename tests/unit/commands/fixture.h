// What the tests of commands share: a real history in a file of its own, written through the store like a script (see
// unit/store/fixture.h), and asked as presencectl would ask it, with the world around the command decided by the test.
#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "commands/command.h"
#include "unit/store/fixture.h"

namespace presenced::commands::test {

// "2026-11-20T09:00:00Z" as the history counts; also without its end: "09:00" is of Friday, 2026-11-20, UTC.
std::int64_t ms(std::string_view written);
inline base::WallTime moment(std::string_view written) { return base::wall_from_unix_ms(ms(written)); }

struct Answer {
  ExitStatus status = ExitStatus::answered;
  std::string text;                  // standard output
  std::vector<std::string> said;     // standard error, a sentence each
  store::test::Lines lines() const;  // of `text`
};

class CapturedOutput final : public Output {
 public:
  void write(std::string_view text) override { answer.text += text; }
  void say(std::string_view line) override { answer.said.emplace_back(line); }
  Answer answer;
};

// The command of that name in the table.
const Command& command(std::string_view name);

class WrittenHistory {
 public:
  WrittenHistory() : database_(store::test::open(file())) {}

  store::test::Script script;  // add to it, then commit
  void commit(std::string_view alive_at) { commit(ms(alive_at)); }
  void commit(std::int64_t alive_at_ms);
  std::filesystem::path file() const { return folder_ / "history.db"; }
  std::filesystem::path beside(std::string_view name) const { return folder_ / name; }  // for what a command makes
  store::HistoryDb& database() { return *database_; }
  void restart(std::string_view at);  // of the daemon: closed clean, opened again
  void crash(std::int64_t at_ms);     // of the daemon: what is open stays so, and it is opened again then
  void close();                       // the daemon has stopped; nothing is written any more

  // The world around the command.
  base::WallTime clock = moment("15:00");
  std::string tz = "UTC";
  rendering::Style style;
  std::map<std::string, std::string> variables;                // of the environment
  std::function<bool(const std::string& question)> confirm{};  // empty: there is no terminal

  // A question to this history: what is not said is as without options.
  Request request(std::string_view command, std::vector<std::string> who = {}) const;
  Answer ask(const Request& request) const;
  Answer ask(std::string_view command, std::vector<std::string> who = {}) const {
    return ask(request(command, std::move(who)));
  }

 private:
  store::test::TemporaryFolder folder_;
  std::unique_ptr<store::HistoryDb> database_;
};

// A Friday, 2026-11-20, in UTC; asked at 15:00, with the daemon alive:
//   U0DANA001  Dana (label), dana.d   active 08:00, away 12:00, active 12:30 to now; lunch as a status 12:00 to 12:30
//   U0LEE0001  lee                    away 08:00, unknown 10:00 to 11:00, active when watched again at 11:00
//   U0KIM0001  kim                    on the watchlist and not seen yet
//   U0OLD0001  old hand               not watched any more, and without history
// The group on-call is Dana and lee; a session from 08:00 to 10:00, and one from 11:00 on.
void write_friday(WrittenHistory& history);

// The same day in the workspace acme, and in a second one, beta, which shares the id of Dana:
//   U0DANA001  Dana D.   away 09:00, active 13:00 to now; no status
//   U0BEA0001  bea       active 09:00 to now
// Its group on-call is bea alone, its group nobody has no members. Its transitions have the seqs 10 to 12.
void write_two_fridays(WrittenHistory& history);

}  // namespace presenced::commands::test
