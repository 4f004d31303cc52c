// wait: when something has lasted long enough.
#include "unit/commands/waiting.h"

namespace presenced::commands::test {
namespace {

using base::Presence;
using store::test::Lines;

TEST_CASE("wait returns at once when it has lasted long enough already, and says since when") {
  WrittenHistory history;
  write_friday(history);
  const Answer one = wait_with(history, wait_for(history, {"dana"}, "active"));
  CHECK(one.status == ExitStatus::answered);
  CHECK(one.text == "Dana has been active since 12:30:00 (2h 30m)\n");
  CHECK(one.said.empty());
  const Answer any = wait_with(history, wait_for(history, {"@on-call"}, "active", "4h"));
  CHECK(any.status == ExitStatus::answered);
  CHECK(any.text == "at least one of 2 people has been active since 08:00:00 (7h 00m); now Dana, lee\n");
  Request all = wait_for(history, {"dana", "lee"}, "active", "2h");
  all.all = true;
  CHECK(wait_with(history, all).text == "all 2 people have been active since 12:30:00 (2h 30m)\n");
  CHECK(wait_with(history, wait_for(history, {"kim"}, "unknown", "1d")).text ==
        "kim has been unknown for as long as the history goes back\n");
}

TEST_CASE("wait goes on until what was committed has lasted long enough") {
  WrittenHistory history;
  write_friday(history);
  const Answer told = wait_with(history, wait_for(history, {"dana"}, "away"),
                                {[&] { turn_at(history, "15:00:10", "U0DANA001", Presence::away); },
                                 [&] { turn_at(history, "15:03", "U0DANA001", Presence::active); },
                                 [&] { turn_at(history, "15:03:01", "U0DANA001", Presence::away); },
                                 [&] { mark_life(history, "15:05:10"); }, [&] { mark_life(history, "15:08:00.999"); },
                                 [&] { history.clock = moment("15:08:05"); }, [&] { mark_life(history, "15:08:06"); }});
  CHECK(told.status == ExitStatus::answered);
  CHECK(told.text == "Dana has been away since 15:03:01 (5m 05s)\n");
}

TEST_CASE("wait --any goes on over a hand-over, and --all asks all of them at once") {
  WrittenHistory history;
  write_friday(history);
  const auto hand_over = [&] {
    turn_at(history, "15:00:10", "U0DANA001", Presence::away);
    turn_at(history, "15:02", "U0DANA001", Presence::active);
    turn_at(history, "15:02:01", "U0LEE0001", Presence::away);
  };
  Request request = wait_for(history, {"dana", "lee"}, "active");
  request.lasting = "7h4m";
  CHECK(wait_with(history, request, {hand_over, [&] { mark_life(history, "15:04"); }}).text ==
        "at least one of 2 people has been active since 08:00:00 (7h 04m); now Dana\n");
  request = wait_for(history, {"dana", "lee"}, "away");
  request.all = true;
  const Answer all = wait_with(
      history, request,
      {[&] { turn_at(history, "15:04:30", "U0DANA001", Presence::away); }, [&] { mark_life(history, "15:09:30"); }});
  CHECK(all.text == "all 2 people have been away since 15:04:30 (5m 00s)\n");
}

TEST_CASE("wait: a gap begins the time again, and the equal state after it does not bridge it") {
  WrittenHistory history;
  write_friday(history);
  const auto gap = [&] {
    history.script.uncover("U0DANA001", ms("15:01"), history::EndReason::timeout).cover("U0DANA001", ms("15:02"), 2);
    mark_life(history, "15:02");
  };
  Request request = wait_for(history, {"dana"}, "active", "3h");
  const Answer told =
      wait_with(history, request, {gap, [&] { mark_life(history, "18:01:59"); }, [&] { mark_life(history, "18:02"); }});
  CHECK(told.text == "Dana has been active since 15:02:00 (3h 00m)\n");
}

TEST_CASE("wait: a clock that is set back does not make something of the past hold now") {
  WrittenHistory history;
  write_friday(history);
  // At 12:10 Dana had been away for ten minutes.
  const Answer told =
      wait_with(history, wait_for(history, {"dana"}, "away", "10m"),
                {[&] { history.clock = moment("12:10"); }, [&] { history.clock = moment("12:10:02"); }});
  CHECK(told.status == ExitStatus::failed);
  CHECK(told.said == Lines{kInterrupted});
}

TEST_CASE("wait: a purge of somebody who is still watched begins the time again") {
  WrittenHistory history;
  write_friday(history);
  const auto purged = [&] {
    REQUIRE(history.database().promise_purge(base::UserId{"U0DANA001"}, false, {}) == std::nullopt);
    REQUIRE(history.database().begin_purge() == std::nullopt);
    while (!history.database().purge_step().value()) {
    }
    history.script.cover("U0DANA001", ms("15:01"), 2).first("U0DANA001", ms("15:01"), Presence::active, 2);
    mark_life(history, "15:01");
  };
  const Answer told =
      wait_with(history, wait_for(history, {"dana"}, "active", "3h"),
                {purged, [&] { mark_life(history, "18:00:59"); }, [&] { mark_life(history, "18:01"); }});
  CHECK(told.status == ExitStatus::answered);
  CHECK(told.text == "U0DANA001 has been active since 15:01:00 (3h 00m)\n");
}

TEST_CASE("wait: the people of a group count while they are members") {
  WrittenHistory history;
  write_friday(history);
  const auto groups = [&](std::vector<base::UserId> users, std::string_view at) {
    history.script.record(history::GroupsSet{{{"on-call", std::move(users)}}});
    mark_life(history, at);
  };
  turn_at(history, "15:00:01", "U0LEE0001", Presence::away);
  Request request = wait_for(history, {"@on-call"}, "away", "1m");
  const auto dana_leaves = [&] { groups({base::UserId{"U0LEE0001"}}, "15:10"); };
  request.all = true;
  CHECK(wait_with(history, request, {dana_leaves, [&] { mark_life(history, "15:11"); }}).text ==
        "lee has been away since 15:10:00 (1m 00s)\n");
  groups({}, "15:12");
  mark_life(history, "15:20");
  request.timeout = "0s";
  const Answer nobody = wait_with(history, request);
  CHECK(nobody.status == ExitStatus::failed);
  CHECK(nobody.said == Lines{"timeout: the group has had no members since 15:12:00 (8m 00s)"});
}

TEST_CASE("wait -o json tells how it ended, also where it did not hold") {
  WrittenHistory history;
  write_friday(history);
  Request request = wait_for(history, {"@on-call"}, "active");
  request.format = rendering::Format::jsonl;
  CHECK(
      wait_with(history, request).text ==
      R"({"schema":1,"result":"held","state":"active","match":"any","for_ms":300000,"at":"2026-11-20T15:00:00.000+00:00",)"
      R"("at_ms":1795186800000,"condition":"holds","since":"2026-11-20T08:00:00.000+00:00","since_ms":1795161600000,)"
      R"("lasted_ms":25200000,"user_ids":["U0DANA001","U0LEE0001"],"names":["Dana","lee"]})"
      "\n");
  request.state = "away";
  request.timeout = "0";
  const Answer timeout = wait_with(history, request);
  CHECK(timeout.status == ExitStatus::failed);
  CHECK(timeout.text.find(R"("result":"timeout")") != std::string::npos);
  CHECK(timeout.text.find(R"("condition":"fails")") != std::string::npos);
  CHECK(timeout.text.find(R"("user_ids":[])") != std::string::npos);
  CHECK(timeout.said.size() == 1);
}

TEST_CASE("wait refuses what it cannot wait for") {
  WrittenHistory history;
  write_friday(history);
  const auto refused = [&](Request request, const std::string& line) {
    const Answer answer = wait_with(history, request);
    CHECK(answer.status == ExitStatus::usage);
    CHECK(answer.said == Lines{line});
  };
  Request request = wait_for(history, {"dana"}, "busy");
  refused(request, "--state must be active, away or unknown, not 'busy'");
  request.state.reset();
  refused(request, "wait needs --state active, away or unknown");
  request = wait_for(history, {"dana"}, "away", "soon");
  CHECK(wait_with(history, request).status == ExitStatus::usage);
  request = wait_for(history, {"dana"}, "away");
  request.any = request.all = true;
  refused(request, "--any cannot be combined with --all");
  refused(wait_for(history, {}, "away"), "wait needs somebody to wait for: presencectl wait WHO");
}

}  // namespace
}  // namespace presenced::commands::test
