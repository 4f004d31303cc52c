// commit() as a promise: all or nothing, once, in any clock. And following by seq, which rests on it.
#include "base/random.h"
#include "store/transitions.h"
#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

using base::Presence;

std::string count(const std::filesystem::path& file) { return row(file, "SELECT count(*) FROM presence_transitions"); }

std::vector<std::int64_t> seqs_after(const std::filesystem::path& file, std::int64_t after, std::size_t limit) {
  const auto reader = Reader::open(file);
  REQUIRE(reader.ok());
  std::vector<std::int64_t> seqs;
  TransitionFilter filter;
  filter.after = after;
  const auto failure =
      each_transition(*reader.value(), filter, Order::oldest_first, [&](const history::LogEntry& entry) {
        seqs.push_back(entry.seq);
        return seqs.size() < limit;
      });
  REQUIRE_MESSAGE(!failure, failure->message);
  return seqs;
}

TEST_CASE("A batch that is handed in twice is written once") {
  const TemporaryFolder folder;
  Script script;
  const auto batch = script.session(1, 900).cover("U1", 1000).first("U1", 1000, Presence::active).batch(1000);
  const auto next = script.turn("U1", 2000, Presence::away).uncover("U1", 3000).batch(3000);
  {
    const auto database = open(folder / "h.db");
    commit(*database, batch);
    commit(*database, batch);
    const history::Batch both[] = {batch, next};  // a group in which one got through before
    CHECK(!database->commit(both));
  }
  const auto database = open(folder / "h.db", 4000);  // nor after a restart
  commit(*database, next);
  CHECK(count(folder / "h.db") == "2");
  CHECK(row(folder / "h.db", "SELECT started_at, ended_at FROM coverage") == "1000|3000");
  CHECK(database->resume("acme").value().last_batch == base::BatchNumber{2});
}

TEST_CASE("Batches of two workspaces are numbered apart") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  commit(*database, Script("acme").first("U1", 1000, Presence::active).batch(1000));
  commit(*database, Script("zeta").first("U2", 1000, Presence::active).batch(1000));
  CHECK(count(folder / "h.db") == "2");
}

TEST_CASE("An empty batch is a mark of life") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db", 1000);
  commit(*database, Script().batch(5000));
  CHECK(row(folder / "h.db", "SELECT alive_at FROM recorder") == "5000");
}

TEST_CASE("A group is committed as a whole or not at all, and the same group goes through once there is room") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script script;
  commit(*database, script.first("U0", 900, Presence::active).batch(1000));
  {
    Database foreign(folder / "h.db", Database::Access::read_write);
    foreign.execute("CREATE TRIGGER no_room BEFORE INSERT ON status_transition BEGIN SELECT RAISE(ABORT, 'no'); END");
  }
  std::vector<history::Batch> group;
  group.push_back(script.cover("U1", 1000).first("U1", 1000, Presence::active).batch(1500));
  group.push_back(script.status("U1", 2000, std::nullopt, {}, history::Source::first).batch(2000));
  REQUIRE(database->commit(group));
  CHECK(count(folder / "h.db") == "1");
  CHECK(rows(folder / "h.db", "SELECT user_id FROM people") == Lines{"U0"});
  CHECK(row(folder / "h.db", "SELECT alive_at FROM recorder") == "1000");
  Database(folder / "h.db", Database::Access::read_write).execute("DROP TRIGGER no_room");
  REQUIRE(!database->commit(group));
  CHECK(rows(folder / "h.db", "SELECT seq, user_id FROM presence_transitions ORDER BY seq") == Lines{"1|U0", "2|U1"});
  CHECK(rows(folder / "h.db", "SELECT seq, user_id FROM status_transitions") == Lines{"3|U1"});
}

TEST_CASE("Times before what is stored are taken as they come") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script script;
  script.session(2, 5000).cover("U1", 5000).first("U1", 5000, Presence::active);
  script.turn("U1", 3000, Presence::away).turn("U1", 5000, Presence::active).uncover("U1", 6000);
  script.cover("U1", 2000).uncover("U1", 2500).turn("U1", 7000, Presence::away, history::Source::resync, 8000);
  script.session(1, 100).ended(2, 50, history::EndReason::clock_step);
  commit(*database, script.batch(10));
  CHECK(count(folder / "h.db") == "4");
  CHECK(rows(folder / "h.db", "SELECT started_at, ended_at FROM coverage") == Lines{"5000|6000"});
  CHECK(row(folder / "h.db", "SELECT earliest FROM presence_transitions WHERE at = 7000") == "7000");
}

TEST_CASE("The classes of failures are what the daemon then does") {
  CHECK(classify(13) == FailureClass::full);                // SQLITE_FULL
  CHECK(classify(10 | (3 << 8)) == FailureClass::full);     // SQLITE_IOERR_WRITE
  CHECK(classify(10 | (4 << 8)) == FailureClass::full);     // SQLITE_IOERR_FSYNC
  CHECK(classify(10 | (33 << 8)) == FailureClass::broken);  // SQLITE_IOERR_CORRUPTFS
  CHECK(classify(5) == FailureClass::busy);                 // SQLITE_BUSY
  CHECK(classify(5 | (2 << 8)) == FailureClass::busy);      // SQLITE_BUSY_SNAPSHOT
  CHECK(classify(11) == FailureClass::broken);              // SQLITE_CORRUPT
  CHECK(classify(26) == FailureClass::broken);              // SQLITE_NOTADB
  CHECK(classify(14) == FailureClass::broken);              // SQLITE_CANTOPEN
  CHECK(classify(8 | (4 << 8)) == FailureClass::broken);    // SQLITE_READONLY_DBMOVED
}

TEST_CASE("A follower gets both facets in the order of the commits, whole") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  const base::Status lunch{"Lunch", ":ramen:", at(9000)};
  Script script;
  script.session(5, 900).first("U1", 3000, Presence::active, 5);
  script.status("U2", 2000, base::Status{"Busy", "", std::nullopt}, lunch);
  commit(*database, script.turn("U1", 4000, Presence::away, history::Source::resync, 3500, 5).batch(5000));
  const auto reader = Reader::open(folder / "h.db");
  std::vector<history::LogEntry> found;
  REQUIRE(!each_transition(*reader.value(), {}, Order::oldest_first, [&](const history::LogEntry& one) {
    found.push_back(one);
    return true;
  }));
  REQUIRE(found.size() == 3);
  const history::Transition& first = found[0].transition;
  CHECK(found[0].session == 1);
  CHECK(!first.before);
  CHECK(first.source == history::Source::first);
  const history::Transition& status = found[1].transition;
  CHECK(status.user.text == "U2");
  CHECK(status.after == base::State{lunch});
  CHECK(status.before == base::State{base::Status{"Busy", "", std::nullopt}});
  const history::Transition& turned = found[2].transition;
  CHECK(turned.before == base::State{Presence::active});
  CHECK(turned.after == base::State{Presence::away});
  CHECK(base::unix_ms(turned.earliest) == 3500);
  CHECK(found[2].who == history::Person::Key{1, 0});
}

TEST_CASE("A follower misses nothing and sees nothing twice, whatever the clock did and wherever it starts") {
  const TemporaryFolder folder;
  base::Random random(7);
  std::int64_t now = 1'000'000;
  std::int64_t total = 0;
  Script script;
  auto database = open(folder / "h.db");
  for (int batch = 0; batch < 60; ++batch) {
    if (batch % 20 == 19) database = (database.reset(), open(folder / "h.db"));  // the marks go on after a restart
    if (random.below(5) == 0) now -= static_cast<std::int64_t>(random.below(200'000));  // the clock is set back
    for (std::uint64_t i = 0, n = random.below(200); i < n; ++i, ++total) {
      now += static_cast<std::int64_t>(random.below(100));
      const std::string user = "U" + std::to_string(random.below(20));
      if (random.below(4) == 0)
        script.status(user, now, base::Status{}, {"x", "", std::nullopt});
      else
        script.turn(user, now, Presence::active);
    }
    commit(*database, script.batch(now));
  }
  REQUIRE(total > 4000);
  CHECK(row(folder / "h.db", "SELECT count(*) > 3 FROM seq_mark") == "1");
  for (const std::size_t limit : {1000UL, 137UL}) {
    std::int64_t expected = 1;
    for (auto page = seqs_after(folder / "h.db", 0, limit); !page.empty();
         page = seqs_after(folder / "h.db", page.back(), limit)) {
      REQUIRE(page.size() <= limit);
      for (const std::int64_t seq : page) REQUIRE(seq == expected++);
    }
    CHECK(expected == total + 1);
  }
  for (std::int64_t after : {total - 1, total - 1500, std::int64_t{2500}}) {
    CAPTURE(after);
    const auto page = seqs_after(folder / "h.db", after, 1);
    CHECK(page == std::vector<std::int64_t>{after + 1});
  }
  CHECK(seqs_after(folder / "h.db", total, 10).empty());
  CHECK(seqs_after(folder / "h.db", total + 5000, 10).empty());
}

}  // namespace
}  // namespace presenced::store::test
