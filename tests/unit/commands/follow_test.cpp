// log -f, without a process and without waiting: what happens between two looks is the script of the test.
#include <deque>
#include <functional>

#include "base/random.h"
#include "commands/recorder_watch.h"
#include "time/zone_database.h"
#include "unit/commands/fixture.h"

namespace presenced::commands::test {
namespace {

using base::Presence;
using store::test::Lines;

// Follows while the steps last: each is what happens during one wait.
struct Followed {
  Answer answer;
  std::vector<std::size_t> told;  // how much had been told when each wait began
};
Followed follow(WrittenHistory& history, Request request, std::deque<std::function<void()>> steps) {
  request.follow = true;
  CapturedOutput output;
  Followed followed;
  const auto wait = [&] {
    followed.told.push_back(output.answer.text.size());
    if (steps.empty()) return false;
    steps.front()();
    steps.pop_front();
    return true;
  };
  const CommandContext context{output, [&] { return history.clock; }, history.tz, history.style, wait};
  output.answer.status = answer(command("log"), request, context);
  followed.answer = std::move(output.answer);
  return followed;
}

Lines changes(const Answer& answer) {  // without the header, from the person on
  Lines lines = answer.lines();
  REQUIRE(!lines.empty());
  lines.erase(lines.begin());
  for (std::string& line : lines) line = line.substr(11);
  return lines;
}

TEST_CASE("log -f begins with the last ten, and goes on with what is committed") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("log", {"lee"});
  request.newest = 1;
  const Followed followed = follow(history, request,
                                   {[&] {
                                      history.script.turn("U0LEE0001", ms("15:00:05"), Presence::away);
                                      history.commit("15:00:05");
                                      history.clock = moment("15:00:05");
                                    },
                                    [] {},
                                    [&] {
                                      history.script.turn("U0DANA001", ms("15:00:06"), Presence::away);
                                      history.script.turn("U0LEE0001", ms("15:00:06"), Presence::active);
                                      history.commit("15:00:07");
                                    }});
  CHECK(followed.answer.status == ExitStatus::answered);
  CHECK(followed.answer.said.empty());
  CHECK(changes(followed.answer) == Lines{"11:00:00  lee       resync  away -> active, after 10:00:00",
                                          "15:00:05  lee       push    active -> away",
                                          "15:00:06  lee       push    away -> active"});
  // Each was on its way out before the next wait.
  REQUIRE(followed.told.size() == 4);
  CHECK(followed.told[1] > followed.told[0]);
  CHECK(followed.told[2] == followed.told[1]);
  CHECK(followed.told[3] > followed.told[2]);

  request = history.request("log");
  for (int i = 0; i < 10; ++i) history.script.turn("U0LEE0001", ms("15:01"), Presence::away);
  history.commit("15:01");
  history.clock = moment("15:01");
  CHECK(changes(follow(history, request, {}).answer).size() == 10);
}

TEST_CASE("log -f with --since or --after begins there, with all there is") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("log");
  request.since = "08:00";
  CHECK(changes(follow(history, request, {}).answer).size() == 9);
  request.since.reset();
  request.after = 6;
  CHECK(changes(follow(history, request, {}).answer).size() == 3);
  request.newest = 1;
  CHECK(changes(follow(history, request, {}).answer).size() == 1);
}

TEST_CASE("somebody who comes onto the watchlist while everybody is followed is told of by name") {
  WrittenHistory history;
  write_friday(history);
  const Followed followed = follow(history, history.request("log"), {[&] {
                                     history.script.watched("U0NEW0001", "Newcomer")
                                         .cover("U0NEW0001", ms("15:00:01"), 2)
                                         .first("U0NEW0001", ms("15:00:01"), Presence::away, 2);
                                     history.commit("15:00:01");
                                   }});
  CHECK(changes(followed.answer).back() == "15:00:01  Newcomer  first   away");
}

TEST_CASE("log -f tells each change of somebody in two workspaces once, and of @group only its workspaces'") {
  WrittenHistory history;
  write_two_fridays(history);
  store::test::Script beta("beta");
  beta.batch(0);  // the number of the one that is written already
  const std::deque<std::function<void()>> steps{[&] {
    history.script.turn("U0DANA001", ms("15:00:05"), Presence::away, history::Source::push, -1, 2);
    history.commit("15:00:05");
    beta.turn("U0DANA001", ms("15:00:06"), Presence::away);
    store::test::commit(history.database(), beta.batch(ms("15:00:06")));
  }};
  Request request = history.request("log", {"U0DANA001"});
  request.newest = 2;
  CHECK(changes(follow(history, request, steps).answer) ==
        Lines{"09:00:00  beta       Dana D.   first   away", "13:00:00  beta       Dana D.   push    away -> active",
              "15:00:05  acme       Dana      push    active -> away",
              "15:00:06  beta       Dana D.   push    active -> away"});
  request.who = {"@on-call"};
  request.newest = 1;
  CHECK(changes(follow(history, request, {}).answer) == Lines{"15:00:05  acme       Dana      push    active -> away"});
}

TEST_CASE("log -f leaves the daemon's log to be used anew while it waits") {
  WrittenHistory history;
  write_friday(history);
  const auto wal = history.file().string() + "-wal";
  bool emptied = false;
  follow(history, history.request("log"), {[&] {
           REQUIRE(std::filesystem::file_size(wal) > 0);
           const auto tried = history.database().empty_log();
           emptied = tried.ok() && tried.value() && std::filesystem::file_size(wal) == 0;
         }});
  CHECK(emptied);
}

TEST_CASE("log -f says that the daemon stopped, that it is back, and loses and doubles nothing") {
  WrittenHistory history;
  write_friday(history);
  const auto change = [&](std::string_view at, Presence to) {
    history.script.turn("U0LEE0001", ms(at), to);
    history.commit(at);
    history.clock = moment(at);
  };
  const Followed followed =
      follow(history, history.request("log", {"lee"}),
             {[&] { change("15:00:05", Presence::away); },
              [&] {
                history.clock = moment("15:02");
                history.restart("15:02");
                change("15:02:03", Presence::active);
              },
              [&] { history.clock = moment("15:02:24"); }, [&] { change("15:02:25", Presence::away); }});
  CHECK(followed.answer.said == Lines{"presenced started again at 15:02:00",
                                      "presenced has shown no sign of life since 15:02:03; nothing may be recorded",
                                      "presenced shows signs of life again"});
  CHECK(changes(followed.answer) == Lines{"08:00:00  lee       first   cleared", "08:00:00  lee       first   away",
                                          "11:00:00  lee       resync  away -> active, after 10:00:00",
                                          "15:00:05  lee       push    active -> away",
                                          "15:02:03  lee       push    away -> active",
                                          "15:02:25  lee       push    active -> away"});
}

TEST_CASE("log -f ends with 1 when the history is replaced under it, or goes") {
  WrittenHistory history;
  write_friday(history);
  WrittenHistory other;
  write_friday(other);
  const auto replaced =
      follow(history, history.request("log"), {[&] { std::filesystem::rename(other.file(), history.file()); }});
  CHECK(replaced.answer.status == ExitStatus::failed);
  CHECK(replaced.answer.said ==
        Lines{history.file().string() + ": was replaced by another file; run the command again"});
  WrittenHistory third;
  write_friday(third);
  const auto gone = follow(third, third.request("log"), {[&] { std::filesystem::remove(third.file()); }});
  CHECK(gone.answer.status == ExitStatus::failed);
  CHECK(gone.answer.said == Lines{third.file().string() + ": cannot be found any more: No such file or directory"});
}

TEST_CASE("whatever is committed between looks, a follower tells each change once, in order") {
  WrittenHistory history;
  write_friday(history);
  base::Random random(3);
  std::int64_t now = ms("15:00");
  std::deque<std::function<void()>> steps;
  for (int step = 0; step < 60; ++step)
    steps.emplace_back([&] {
      for (std::uint64_t i = 0, n = random.below(4) == 0 ? random.below(3000) : random.below(5); i < n; ++i) {
        now += static_cast<std::int64_t>(random.below(30));
        if (random.below(500) == 0) now -= 10'000;  // the clock is set back
        history.script.turn(random.below(2) == 0 ? "U0LEE0001" : "U0DANA001", now, Presence::away);
      }
      history.commit(now);
      if (random.below(15) == 0) history.restart("15:00");
    });
  Request request = history.request("log");
  request.format = rendering::Format::jsonl;
  request.after = 0;
  const Followed followed = follow(history, request, std::move(steps));
  std::int64_t expected = 1;
  for (const std::string& line : followed.answer.lines())
    REQUIRE(line.starts_with("{\"schema\":1,\"seq\":" + std::to_string(expected++) + ","));
  CHECK(expected > 5000);
  const auto opened = store::Reader::open(history.file());
  CHECK(opened.value()->database().integer("SELECT seq FROM seq_last") == expected - 1);
}

TEST_CASE("what is said of the daemon: that it is gone at first, and each change of that once") {
  const auto utc = time::ZoneDatabase{}.find("UTC");
  const auto run = [](std::string_view alive, bool clean = false) {
    return history::Recorder{moment(alive), moment("08:00"), clean, "1"};
  };
  RecorderWatch watch;
  CHECK(watch.look(run("15:00"), moment("15:00:20"), *utc) == std::nullopt);
  CHECK(watch.look(run("15:00", true), moment("15:00:21"), *utc) ==
        "presenced stopped at 15:00:00; nothing is recorded until it starts");
  CHECK(watch.look(run("15:00", true), moment("16:00:21"), *utc) == std::nullopt);
  RecorderWatch late;
  CHECK(late.look(run("15:00"), moment("15:00:21"), *utc) ==
        "presenced has shown no sign of life since 15:00:00; nothing may be recorded");
  CHECK(late.look(run("15:01"), moment("15:01"), *utc) == "presenced shows signs of life again");
  RecorderWatch never;
  CHECK(never.look({}, moment("15:00"), *utc) ==
        "presenced has never run on this history; nothing is recorded until it starts");
  CHECK(never.look({moment("15:00:01"), moment("15:00:01"), false, "1"}, moment("15:00:01"), *utc) ==
        "presenced started again at 15:00:01");
}

}  // namespace
}  // namespace presenced::commands::test
