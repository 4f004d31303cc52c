// What the centre is besides a copy: a place with several origins, a retention and readers of its own, that answers the
// queries of docs/HISTORY.md.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "central/random_history.h"
#include "central/replicating.h"
#include "central/shared_server.h"
#include "store/facet_tables.h"

using namespace presenced;
using test::centre_lines;
using test::check_equal;
using test::Lines;
using test::RandomHistory;
using test::Replicating;
using test::source_lines;

namespace {

constexpr std::int64_t kMonth = 1'798'761'600'000;  // 2027-01-01T00:00:00Z, some weeks after a random history begins

std::string quoted(const char* text) { return std::string("'") + text + "'"; }

// Both sides from the moment on: what reaches over it is cut.
void check_equal_from(std::int64_t moment, const std::filesystem::path& file, const std::string& address) {
  for (const store::FacetTable& facet : store::facet_tables()) {
    CAPTURE(facet.word);
    const std::string since = std::to_string(moment);
    const std::string transitions =
        fmt::format("SELECT seq, workspace, user_id, at, earliest, source, session FROM {} WHERE at > {}",
                    facet.transitions_view, since);
    CHECK(source_lines(file, transitions) == centre_lines(address, transitions));
    const std::string_view state = facet.interval_columns[0].name;
    for (const std::string_view view : {facet.coverage_view, facet.intervals_view}) {
      CAPTURE(view);
      const std::string spans = fmt::format(
          "SELECT workspace, user_id, CASE WHEN started_at < {0} THEN {0} ELSE started_at END, ended_at, {1} FROM {2} "
          "WHERE (ended_at IS NULL OR ended_at > {0}) {3}",
          since, view == facet.coverage_view ? "mode" : state, view,
          // Unknown begins with the first span that is left.
          view == facet.coverage_view ? ""
                                      : fmt::format("AND NOT ({} = 'unknown' AND started_at <= {})", state, since));
      CHECK(source_lines(file, spans) == centre_lines(address, spans));
    }
  }
}

// A random history that lasts until `moment` and some days more.
void live_beyond(RandomHistory& history, std::int64_t moment) {
  while (base::unix_ms(history.now()) < moment + 5 * 86'400'000LL) history.live();
}

Lines queries_of_the_page() {
  std::ifstream in(PRESENCED_HISTORY_PAGE);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const std::string open = "```sql\n";
  Lines found;
  for (auto begin = text.find(open); begin != std::string::npos; begin = text.find(open, begin)) {
    begin += open.size();
    std::string query = text.substr(begin, text.find("```", begin) - begin);
    for (std::size_t at = 0; (at = query.find("U024BE7LH", at)) != std::string::npos;)
      query.replace(at, 9, "U0SHARED03");
    for (std::size_t at = 0; (at = query.find("'2026-03-0", at)) != std::string::npos;)
      query.replace(at, 10, "'2026-11-1");
    found.push_back(query);
  }
  return found;
}

}  // namespace

TEST_CASE("The queries of the page about the history answer the same at the centre") {
  const test::TempDir folder;
  const std::string address = test::new_database();
  RandomHistory history(folder / "h.db", 21);
  for (int i = 0; i < 150; ++i) history.live();
  history.finish_purges();
  Replicating(address, folder / "h.db").catch_up();
  const Lines queries = queries_of_the_page();
  REQUIRE(queries.size() >= 10);
  for (const std::string& query : queries) {
    CAPTURE(query);
    const Lines centre = centre_lines(address, query);
    // Its marks are those of its own rounds: whoever goes by them finds the same transitions.
    CHECK(centre == source_lines(folder / "h.db", query));
  }
}

TEST_CASE("The centre's retention drops months and keeps what was in force, and replication goes on") {
  const test::TempDir folder;
  const std::string address = test::new_database();
  RandomHistory history(folder / "h.db", 31);
  live_beyond(history, kMonth);
  history.finish_purges();
  auto replicating = std::make_unique<Replicating>(address, folder / "h.db");
  replicating->catch_up();
  const Lines dropped = centre_lines(address, "SELECT drop_before(to_timestamp(1798761600 + 3600))");
  CHECK(std::stoi(dropped.at(0)) >= 5);
  check_equal_from(kMonth, folder / "h.db", address);
  CHECK(centre_lines(address, "SELECT count(*) FROM coverage_span WHERE started_at < 1798761600000") == Lines{"0"});
  for (int i = 0; i < 60; ++i) history.live();
  history.finish_purges();
  replicating->catch_up();
  check_equal_from(kMonth, folder / "h.db", address);
  replicating.reset();
  for (int i = 0; i < 60; ++i) history.live();
  history.finish_purges();
  Replicating(address, folder / "h.db").catch_up();
  check_equal_from(kMonth, folder / "h.db", address);
  CHECK(centre_lines(address, "SELECT drop_before(to_timestamp(1798761600 + 3600))") == Lines{"0"});
}

TEST_CASE("What the source's retention deletes stays at the centre, and what follows is right") {
  const test::TempDir folder;
  const std::string address = test::new_database();
  RandomHistory history(folder / "h.db", 32);
  live_beyond(history, kMonth);
  history.finish_purges();
  Replicating(address, folder / "h.db").catch_up();
  const Lines before = centre_lines(address, "SELECT * FROM presence_transitions");
  history.retain(base::wall_from_unix_ms(kMonth));
  Replicating(address, folder / "h.db").catch_up();
  CHECK(centre_lines(address, "SELECT * FROM presence_transitions") == before);
  check_equal_from(kMonth, folder / "h.db", address);
  for (int i = 0; i < 30; ++i) history.live();
  history.finish_purges();
  Replicating(address, folder / "h.db").catch_up();
  check_equal_from(kMonth, folder / "h.db", address);
}

TEST_CASE("Two origins share people and workspaces, and each is whole; one of them can begin again") {
  const test::TempDir folder;
  const std::string address = test::new_database();
  RandomHistory one(folder / "one.db", 41);
  RandomHistory two(folder / "two.db", 42);
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 40; ++i) one.live(), two.live();
    one.finish_purges();
    two.finish_purges();
    Replicating(address, folder / "one.db", "one").catch_up();
    Replicating(address, folder / "two.db", "two").catch_up();
    check_equal(folder / "one.db", address, "one");
    check_equal(folder / "two.db", address, "two");
  }
  central::Connection connection(central::read_address(address, {}).value(), {});
  central::erase_origin(connection, "one");
  check_equal(folder / "two.db", address, "two");
  CHECK(centre_lines(address, "SELECT count(*) FROM presence_transitions WHERE origin = 'one'") == Lines{"0"});
  Replicating(address, folder / "one.db", "one").catch_up();
  check_equal(folder / "one.db", address, "one");
}

TEST_CASE("A centre that was restored from its own backup carries out again what was deleted since") {
  const test::TempDir folder;
  const std::string address = test::new_database();
  RandomHistory history(folder / "h.db", 51);
  for (int i = 0; i < 60; ++i) history.live();
  Replicating(address, folder / "h.db").catch_up();
  const std::string restored = test::copy_of_newest_database();
  for (int i = 0; i < 120; ++i) history.live();  // three purges and forgets, and as many clocks that were ahead
  history.finish_purges();
  Replicating(address, folder / "h.db").catch_up();
  check_equal(folder / "h.db", address);
  Replicating(restored, folder / "h.db").catch_up();
  check_equal(folder / "h.db", restored);
}

TEST_CASE("A reader of groups sees their members of today alone, and a reader sees everybody") {
  const test::TempDir folder;
  const std::string address = test::new_database();
  RandomHistory history(folder / "h.db", 61);
  for (int i = 0; i < 80; ++i) history.live();
  history.finish_purges();
  central::Connection owner(central::read_address(address, {}).value(), {});
  for (const char* role : {"presenced_reader", "presenced_group_reader"})
    owner.execute(
        fmt::format("DO $$ BEGIN IF to_regrole('{0}') IS NULL THEN CREATE ROLE {0} NOLOGIN; END IF; END $$", role));
  owner.execute(
      "DO $$ BEGIN IF to_regrole('lee') IS NULL THEN CREATE ROLE lee LOGIN; CREATE ROLE dana LOGIN; END IF; END $$");
  owner.execute("GRANT presenced_group_reader TO lee; GRANT presenced_reader TO dana");
  // The writer owns the database and is nothing else.
  owner.execute(
      "DO $$ BEGIN IF to_regrole('presenced_writer') IS NULL THEN CREATE ROLE presenced_writer LOGIN; END IF; END $$");
  owner.execute(fmt::format("ALTER DATABASE {} OWNER TO presenced_writer", test::newest_database()));
  const std::string of_writer = test::shared_server().address(test::newest_database(), "presenced_writer");
  Replicating(of_writer, folder / "h.db").catch_up();
  check_equal(folder / "h.db", of_writer);
  CHECK(centre_lines(of_writer, "SELECT drop_before(to_timestamp(0))") == Lines{"0"});
  owner.execute("INSERT INTO presenced.reader_group VALUES('lee', 'o''mega \xc3\xa9', 'on-call')");

  const std::string group = "SELECT DISTINCT user_id FROM groups WHERE name = 'on-call'";
  const Lines members = source_lines(folder / "h.db", group);
  const std::string of_lee = test::shared_server().address(test::newest_database(), "lee");
  const std::string of_dana = test::shared_server().address(test::newest_database(), "dana");
  CHECK(centre_lines(of_dana, "SELECT DISTINCT user_id FROM people") ==
        source_lines(folder / "h.db", "SELECT DISTINCT user_id FROM people"));
  for (const char* view : {"people", "presence_transitions", "presence_intervals", "coverage", "presence_now"}) {
    CAPTURE(view);
    std::string wanted;
    for (const std::string& member : members) wanted += (wanted.empty() ? "" : ", ") + quoted(member.c_str());
    if (wanted.empty()) wanted = "''";
    CHECK(centre_lines(of_lee, fmt::format("SELECT DISTINCT user_id FROM {}", view)) ==
          source_lines(folder / "h.db",
                       fmt::format("SELECT DISTINCT user_id FROM {} WHERE user_id IN ({})", view, wanted)));
  }
  CHECK_THROWS_AS(centre_lines(of_lee, "DELETE FROM membership"), central::CentreError);
  CHECK_THROWS_AS(centre_lines(of_dana, "SELECT drop_before(now())"), central::CentreError);
  owner.execute("INSERT INTO presenced.reader_group VALUES('dana', 'acme', 'on-call')");
  CHECK(centre_lines(of_lee, "SELECT * FROM visible_people('dana')").empty());
}
