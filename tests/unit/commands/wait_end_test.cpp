// wait: the ends of one that has not lasted, or cannot be known, and their exit statuses.
#include "unit/commands/waiting.h"

namespace presenced::commands::test {
namespace {

using base::Presence;
using store::test::Lines;

TEST_CASE("wait --timeout ends with 1 when it has not lasted, and with 3 when that is not known") {
  WrittenHistory history;
  write_friday(history);
  const auto until_timeout = [&](Request request) {
    request.timeout = "10s";
    history.clock = moment("15:00");
    return wait_with(history, request,
                     {[&] { mark_life(history, "15:00:05"); }, [&] { mark_life(history, "15:00:10"); }});
  };
  const Answer away = until_timeout(wait_for(history, {"dana"}, "away"));
  CHECK(away.status == ExitStatus::failed);
  CHECK(away.text.empty());
  CHECK(away.said == Lines{"timeout: Dana has not been away since 12:30:00 (2h 30m)"});
  CHECK(until_timeout(wait_for(history, {"lee"}, "active", "5h")).said ==
        Lines{"timeout: lee has been active only since 11:00:00 (4h 00m)"});
  const Answer kim = until_timeout(wait_for(history, {"kim"}, "active"));
  CHECK(kim.status == ExitStatus::unknown);
  CHECK(kim.said == Lines{"timeout: it has not been known whether kim is active for as long as the history goes back"});
  CHECK(until_timeout(wait_for(history, {"kim", "dana"}, "away")).status == ExitStatus::unknown);
  Request all = wait_for(history, {"kim", "dana"}, "away");
  all.all = true;
  const Answer known = until_timeout(all);  // Dana is known not to be away
  CHECK(known.status == ExitStatus::failed);
  CHECK(known.said == Lines{"timeout: not all 2 people have been away since 12:30:00 (2h 30m)"});
  CHECK(until_timeout(wait_for(history, {"@on-call"}, "away")).said ==
        Lines{"timeout: none of 2 people has been away since 12:30:00 (2h 30m)"});
}

TEST_CASE("wait ends with 3 at once when nobody records, and for the state unknown it goes on") {
  WrittenHistory history;
  write_friday(history);
  history.clock = moment("16:00");
  const Answer silent = wait_with(history, wait_for(history, {"dana"}, "active"));
  CHECK(silent.status == ExitStatus::unknown);
  CHECK(silent.said == Lines{"presenced has shown no sign of life since 15:00:00; nothing may be recorded",
                             "it cannot be known whether Dana is active: nobody is recording"});
  const Answer unknown = wait_with(history, wait_for(history, {"dana"}, "unknown", "2h"),
                                   {[&] { history.clock = moment("17:00:00.001"); }});
  CHECK(unknown.status == ExitStatus::answered);
  CHECK(unknown.text == "Dana has been unknown since 15:00:00 (2h 00m)\n");
  WrittenHistory unused;
  unused.script.watched("U0DANA001", "Dana");
  unused.commit("08:00");
  unused.close();
  CHECK(wait_with(unused, wait_for(unused, {"dana"}, "active")).status == ExitStatus::unknown);
}

TEST_CASE("wait survives a restart of the daemon, and ends with 3 when it does not come back") {
  WrittenHistory history;
  write_friday(history);
  const auto restarted = [&] {
    history.clock = moment("15:00:08");
    history.restart("15:00:08");
    history.script.session(3, ms("15:00:09")).cover("U0DANA001", ms("15:00:09"), 3);
    mark_life(history, "15:00:09");
  };
  const Answer told =
      wait_with(history, wait_for(history, {"dana"}, "active", "6h"),
                {[&] { history.clock = moment("15:00:05"); }, restarted, [&] { mark_life(history, "15:06"); },
                 [&] { history.clock = moment("15:06:20"); }, [&] { history.clock = moment("15:06:20.001"); }});
  CHECK(told.status == ExitStatus::unknown);
  CHECK(told.said == Lines{"presenced started again at 15:00:08",
                           "presenced has shown no sign of life since 15:06:00; nothing may be recorded",
                           "it cannot be known whether Dana is active: nobody is recording"});
}

TEST_CASE("wait: somebody who is renamed is still waited for, and somebody who is forgotten ends it with 4") {
  WrittenHistory history;
  write_friday(history);
  const auto renamed = [&] {
    history.script.seen({base::UserId{"U0LEE0001"}, "leander", "", "", false, false});
    turn_at(history, "15:00:01", "U0LEE0001", Presence::away);
  };
  const auto forgotten = [&] {
    REQUIRE(history.database().promise_purge(base::UserId{"U0LEE0001"}, true, {}) == std::nullopt);
    REQUIRE(history.database().begin_purge() == std::nullopt);
    while (!history.database().purge_step().value()) {
    }
    mark_life(history, "15:00:02");
  };
  Request request = wait_for(history, {"lee"}, "away", "1s");
  CHECK(wait_with(history, request, {renamed, [&] { mark_life(history, "15:00:02"); }}).text ==
        "leander has been away since 15:00:01 (1s)\n");
  request = wait_for(history, {"leander"}, "active");
  const Answer gone = wait_with(history, request, {forgotten});
  CHECK(gone.status == ExitStatus::nobody);
  CHECK(gone.said == Lines{"leander (U0LEE0001) was deleted from the history while waiting"});
  CHECK(wait_with(history, wait_for(history, {"nobody"}, "active")).status == ExitStatus::nobody);
}

TEST_CASE("wait ends with 3 when the history is replaced under it, and with 1 when it is interrupted") {
  WrittenHistory history;
  write_friday(history);
  WrittenHistory other;
  write_friday(other);
  const Answer replaced = wait_with(history, wait_for(history, {"dana"}, "away"),
                                    {[&] { std::filesystem::rename(other.file(), history.file()); }});
  CHECK(replaced.status == ExitStatus::unknown);
  CHECK(replaced.said == Lines{history.file().string() + ": was replaced by another file; run the command again"});
  WrittenHistory third;
  write_friday(third);
  const Answer interrupted = wait_with(third, wait_for(third, {"dana"}, "away"));
  CHECK(interrupted.status == ExitStatus::failed);
  CHECK(interrupted.said == Lines{kInterrupted});
}

}  // namespace
}  // namespace presenced::commands::test
