// Rows from the future are moved aside as they were, and nothing else is.
#include "store/misdated.h"

#include "store/transitions.h"
#include "store/verify.h"
#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

using base::Facet;
using base::Presence;

Rewound set_aside(HistoryDb& database, std::int64_t after, const std::string& workspace = "acme") {
  auto result = database.set_aside(workspace, at(after));
  REQUIRE_MESSAGE(result.ok(), result.error().message);
  return std::move(result.value());
}

Lines faults(const std::filesystem::path& file) {
  const auto reader = Reader::open(file);
  REQUIRE(reader.ok());
  Lines found;
  REQUIRE(!verify(*reader.value(), [&](const std::string& one) { return found.push_back(one), true; }));
  return found;
}

// Three changes of U1 by a right clock, two by one that is a day ahead, of two sessions; and U2's as a bystander.
void record_a_jump(HistoryDb& database) {
  Script script;
  script.session(1, 1000)
      .cover("U1", 1000)
      .cover("U2", 1000)
      .first("U1", 1000, Presence::active)
      .first("U2", 1000, Presence::away);
  script.turn("U1", 2000, Presence::away).turn("U1", 3000, Presence::active);
  commit(database, script.batch(3000));
  script.uncover("U2", 2500).uncover("U1", 3500, history::EndReason::clock_step);
  script.ended(1, 3500, history::EndReason::network_error).session(2, kDayMs + 3600).cover("U1", kDayMs + 4000, 2);
  script.turn("U1", kDayMs + 4000, Presence::away, history::Source::resync, 3500, 2);
  script.status("U1", kDayMs + 5000, std::nullopt, {"Busy", "", std::nullopt}, history::Source::first);
  script.uncover("U1", kDayMs + 6000, history::EndReason::clock_step);
  script.ended(2, kDayMs + 6000, history::EndReason::network_error);
  commit(database, script.batch(kDayMs + 6000));
}

TEST_CASE("Rows a day ahead are moved aside as they were, and recording goes on from now") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  record_a_jump(*database);
  REQUIRE(database->resume("acme").value().recorded_until == at(kDayMs + 6000));
  const Lines before = rows(folder / "h.db", "SELECT * FROM presence_transitions WHERE at <= 4500 ORDER BY seq");

  const Rewound rewound = set_aside(*database, 4500);
  CHECK(rewound.moved.transitions == 2);
  CHECK(rewound.moved.spans == 1);
  CHECK(rewound.moved.sessions == 1);
  CHECK(rewound.moved.newest == at(kDayMs + 6000));
  CHECK(rewound.resume.recorded_until == at(4500));
  const auto& facets = rewound.resume.people.front().second.facets;
  CHECK(facets[base::Facet::presence] == history::LastKnown{Presence::active, at(3500)});
  CHECK(!facets[base::Facet::status]);
  CHECK(rows(folder / "h.db", "SELECT * FROM presence_transitions ORDER BY seq") == before);
  CHECK(rows(folder / "h.db", "SELECT user_id, started_at, ended_at, end_reason FROM coverage ORDER BY 1, 2") ==
        Lines{"U1|1000|3500|clock_step", "U2|1000|2500|peer_closed"});
  CHECK(rows(folder / "h.db", "SELECT session, connected_at, ended_at FROM sessions") == Lines{"1|1000|3500"});
  CHECK(row(folder / "h.db", "SELECT alive_at FROM recorder") == "4500");
  CHECK(rows(folder / "h.db",
             "SELECT move, moved_at, w.name, p.user_id, from_table, why, row FROM misdated m "
             "LEFT JOIN workspace w ON w.id = m.workspace LEFT JOIN person p ON p.id = m.person "
             "ORDER BY m.id") ==
        Lines{R"(1|4500|acme|U1|presence_transition|later|{"person":1,"at":86404000,"seq":5,"workspace":0,"code":4,)"
              R"("uncertainty":86400500,"session":2})",
              R"(1|4500|acme|U1|status_transition|later|{"person":1,"at":86405000,"seq":6,"workspace":0,"source":1,)"
              R"("uncertainty":0,"session":1,"before_text":null,"before_emoji":null,"text":"Busy","emoji":"",)"
              R"("expires_at":null})",
              R"(1|4500|acme|U1|coverage_span|later|{"person":1,"facet":0,"started_at":86404000,"workspace":0,)"
              R"("ended_at":86406000,"mode":0,"end_reason":10,"session":2})",
              R"(1|4500|acme|-|session|later|{"id":2,"workspace":0,"number":2,"connected_at":86403600,"ready_at":null,)"
              R"("proven_at":86403600,"ended_at":86406000,"end_reason":5,"sampled_at":null,"feed":0})",
              R"(1|4500|-|-|run|reaches_over|{"id":1,"started_at":1000,"alive_at":86406000,"clean":0,)"
              R"("version":"1.2.3"})"});

  // A session's number and id, and a seq, are not given a second time.
  CHECK(rewound.resume.last_session == base::SessionNumber{2});
  Script script;
  script.batch(0), script.batch(0);  // the numbers of those that are committed
  script.session(3, 5000).cover("U1", 5000, 3).turn("U1", 5000, Presence::away, history::Source::resync, 3500, 3);
  commit(*database, script.batch(6000));
  CHECK(rows(folder / "h.db", "SELECT seq, at, after, session FROM presence_transitions WHERE at > 3000") ==
        Lines{"7|5000|away|3"});
  CHECK(row(folder / "h.db", "SELECT alive_at FROM recorder") == "6000");
  CHECK(faults(folder / "h.db").empty());
}

TEST_CASE("What reaches over the moment ends there, and what it was is kept") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script script;
  script.session(1, 1000).ready(1, 1100).proven(1, 9000).cover("U1", 1000).first("U1", 1000, Presence::active);
  script.session(2, 8000)
      .cover("U2", 2000)
      .move("U2", 2)
      .uncover("U1", 9000)
      .ended(1, 9000, history::EndReason::goodbye);
  commit(*database, script.batch(9000));
  const Rewound rewound = set_aside(*database, 5000);
  CHECK(rewound.moved.spans == 1);
  CHECK(rewound.moved.sessions == 2);
  CHECK(rows(folder / "h.db", "SELECT user_id, started_at, ended_at, end_reason FROM coverage ORDER BY 1") ==
        Lines{"U1|1000|5000|clock_step", "U2|2000|5000|clock_step"});
  CHECK(rows(folder / "h.db", "SELECT session, connected_at, ready_at, ended_at FROM sessions") ==
        Lines{"1|1000|1100|5000", "2|5000|-|-"});  // the second one is open: it goes on
  CHECK(rows(folder / "h.db",
             "SELECT from_table, why, coalesce(row ->> 'ended_at', row ->> 'connected_at') "
             "FROM misdated WHERE person IS NOT NULL OR from_table = 'session' ORDER BY id") ==
        Lines{"coverage_span|reaches_over|9000", "coverage_span|reaches_over|-", "session|reaches_over|9000",
              "session|reaches_over|8000"});
  CHECK(row(folder / "h.db",
            "SELECT session FROM coverage_span c JOIN person p ON p.id = c.person AND user_id = 'U2'") == "-");
  // The tracker covers nothing then: new coverage is a new span.
  commit(*database, script.cover("U2", 5500, 2).batch(6000));
  CHECK(rows(folder / "h.db", "SELECT started_at FROM coverage WHERE user_id = 'U2'") == Lines{"2000", "5500"});
  CHECK(faults(folder / "h.db").empty());
}

TEST_CASE("What another workspace has in the future is left to it, and holds up nobody else") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  record_a_jump(*database);
  Script zeta("zeta");
  zeta.session(1, 1000).cover("U1", 1000).first("U1", 1000, Presence::away).turn("U1", kDayMs + 4100, Presence::active);
  zeta.uncover("U1", kDayMs + 4200).ended(1, kDayMs + 4200, history::EndReason::network_error);
  commit(*database, zeta.batch(kDayMs + 4300));
  const auto of_zeta = [&] {
    Lines all = rows(folder / "h.db", "SELECT * FROM presence_transition WHERE workspace = 1 ORDER BY seq");
    for (const char* sql : {"SELECT * FROM coverage_span WHERE workspace = 1 ORDER BY 1, 2, 3",
                            "SELECT * FROM session WHERE workspace = 1 ORDER BY id"})
      for (std::string& line : rows(folder / "h.db", sql)) all.push_back(std::move(line));
    return all;
  };
  const Lines before = of_zeta();
  CHECK(set_aside(*database, 4500).resume.recorded_until == at(4500));
  CHECK(of_zeta() == before);
  CHECK(row(folder / "h.db", "SELECT count(*) FROM misdated WHERE workspace = 1") == "0");
  CHECK(database->resume("zeta").value().recorded_until == at(kDayMs + 4200));
  CHECK(set_aside(*database, 4600, "zeta").moved.transitions == 1);
  CHECK(database->resume("zeta").value().recorded_until == at(4600));
  CHECK(faults(folder / "h.db").empty());
}

TEST_CASE("Setting aside a second time, as after a commit whose end was ambiguous, changes nothing") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  record_a_jump(*database);
  set_aside(*database, 4500);
  const Lines aside = rows(folder / "h.db", "SELECT * FROM misdated");
  const Rewound again = set_aside(*database, 4700);
  CHECK(!again.moved.any());
  CHECK(again.resume.recorded_until == at(4500));
  CHECK(rows(folder / "h.db", "SELECT * FROM misdated") == aside);
  CHECK(rows(folder / "h.db", "SELECT * FROM coverage").size() == 2);
}

TEST_CASE("Marks of life from the future are taken back, also where no workspace is known") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db", kDayMs);
  CHECK(set_aside(*database, 4500, "nobody").resume.recorded_until == at(4500));
  CHECK(row(folder / "h.db", "SELECT started_at, alive_at FROM recorder") == "4500|4500");
  CHECK(row(folder / "h.db", "SELECT from_table, row ->> 'alive_at' FROM misdated") == "run|86400000");
}

TEST_CASE("A purge deletes what was set aside of a person, before it or in the middle of it") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  record_a_jump(*database);
  const auto kept = [&] { return row(folder / "h.db", "SELECT count(*) FROM misdated WHERE person IS NOT NULL"); };
  REQUIRE(!database->promise_purge(base::UserId{"U1"}, false));
  REQUIRE(!database->begin_purge());
  set_aside(*database, 4500);
  CHECK(kept() == "2");
  while (database->purging()) REQUIRE(database->purge_step().ok());
  CHECK(kept() == "0");
  CHECK(row(folder / "h.db", "SELECT count(*) FROM person WHERE user_id = 'U1'") == "0");

  Script script;
  script.batch(0), script.batch(0);
  script.cover("U1", 5000)
      .first("U1", 5000, Presence::active)
      .turn("U1", kDayMs, Presence::away)
      .uncover("U1", kDayMs + 1);
  commit(*database, script.batch(6000));
  set_aside(*database, 7000);
  CHECK(kept() == "2");
  const auto purged = database->purge(base::UserId{"U1"}, true);
  REQUIRE(purged.ok());
  CHECK(purged.value().transitions == 2);
  CHECK(purged.value().spans == 1);
  CHECK(kept() == "0");
}

TEST_CASE("What was set aside before the cutoff is deleted by the retention") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  record_a_jump(*database);
  set_aside(*database, 4500);
  const auto retain = [&](std::int64_t cutoff) {
    for (;;) {
      const auto more = database->retain(at(cutoff));
      REQUIRE(more.ok());
      if (!more.value()) return row(folder / "h.db", "SELECT count(*) FROM misdated");
    }
  };
  CHECK(retain(4500) == "5");
  CHECK(retain(4501) == "0");
}

TEST_CASE("A follower finds its way by seq when rows were set aside among others") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script script;
  for (int i = 0; i < 2500; ++i) script.turn("U1", 1000 + i, i % 2 == 0 ? Presence::active : Presence::away);
  for (int i = 0; i < 2500; ++i) script.turn("U1", kDayMs + i, i % 2 == 0 ? Presence::active : Presence::away);
  commit(*database, script.batch(kDayMs + 2500));
  set_aside(*database, 5000);
  for (int i = 0; i < 2500; ++i) script.turn("U1", 5000 + i, i % 2 == 0 ? Presence::active : Presence::away);
  commit(*database, script.batch(8000));
  CHECK(row(folder / "h.db", "SELECT count(*) FROM seq_mark WHERE at_until > 8000 OR at_after > 8000") == "0");
  const auto reader = Reader::open(folder / "h.db");
  const auto next_after = [&](std::int64_t seq) {
    TransitionFilter filter;
    filter.after = seq;
    std::int64_t next = 0;
    REQUIRE(!each_transition(*reader.value(), filter, Order::oldest_first, [&](const history::LogEntry& one) {
      next = one.seq;
      return false;
    }));
    return next;
  };
  CHECK(next_after(2499) == 2500);
  CHECK(next_after(2500) == 5001);
  CHECK(next_after(4000) == 5001);
  CHECK(next_after(7000) == 7001);
  CHECK(faults(folder / "h.db").empty());
}

TEST_CASE("Without a run the coverage that a crash left open is left to the next start") {
  const TemporaryFolder folder;
  {
    const auto database = open(folder / "h.db");
    Script script;
    script.session(1, 1000)
        .proven(1, kDayMs)
        .cover("U1", 1000)
        .cover("U2", kDayMs - 1)
        .first("U1", 1000, Presence::active);
    commit(*database, script.batch(kDayMs));
  }
  OpenOptions alone = options(folder / "h.db", 5000);
  alone.recording = false;
  auto opened = HistoryDb::open(alone);
  REQUIRE(opened.ok());
  set_aside(*opened.value(), 5000);
  CHECK(rows(folder / "h.db", "SELECT user_id, started_at, ended_at FROM coverage") == Lines{"U1|1000|-"});
  REQUIRE(!opened.value()->close());
  open(folder / "h.db", 9000);
  CHECK(rows(folder / "h.db", "SELECT user_id, ended_at, end_reason FROM coverage") == Lines{"U1|5000|crash"});
}

TEST_CASE("What lies in the future is found, by workspace") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  record_a_jump(*database);
  commit(*database, Script("zeta").first("U1", 1000, Presence::away).batch(1000));
  const auto reader = Reader::open(folder / "h.db");
  const auto found = find_misdated(*reader.value(), at(4500));
  REQUIRE(found.ok());
  CHECK(found.value().alive_at == at(kDayMs + 6000));
  REQUIRE(found.value().workspaces.size() == 2);
  CHECK(!found.value().workspaces.back().any());  // zeta: the mark of life holds it up, too
  const Misdated& acme = found.value().workspaces.front();
  CHECK(acme.workspace == "acme");
  CHECK(acme.transitions == 2);
  CHECK(acme.spans == 1);
  CHECK(acme.sessions == 1);
  CHECK(acme.newest == at(kDayMs + 6000));
  CHECK(!find_misdated(*reader.value(), at(kDayMs + 6000)).value().any());
  set_aside(*database, 4500);
  CHECK(!find_misdated(*reader.value(), at(4500)).value().any());
}

}  // namespace
}  // namespace presenced::store::test
