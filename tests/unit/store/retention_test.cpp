// What the retention deletes, and what stays true after it.
#include <fmt/format.h>

#include <algorithm>

#include "base/random.h"
#include "store/transitions.h"
#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

using base::Facet;
using base::Presence;

int retain(HistoryDb& database, std::int64_t cutoff) {
  for (int steps = 1;; ++steps) {
    const auto more = database.retain(at(cutoff));
    REQUIRE_MESSAGE(more.ok(), more.error().message);
    if (!more.value()) return steps;
  }
}

TEST_CASE("The retention keeps the state in force and cuts the coverage at the cutoff") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  const base::Status busy{"Busy", "", std::nullopt};
  Script script;
  script.cover("U1", 1000).first("U1", 1000, Presence::active).turn("U1", 2000, Presence::away).uncover("U1", 2500);
  script.cover("U1", 3000)
      .turn("U1", 4000, Presence::active)
      .turn("U1", 6000, Presence::away)
      .uncover("U1", 7000)
      .cover("U1", 8000);
  script.cover("U1", 1000, 1, Facet::status).status("U1", 1000, std::nullopt, {}, history::Source::first);
  script.status("U1", 2000, base::Status{}, busy);
  script.cover("U2", 1000).first("U2", 1000, Presence::away).uncover("U2", 2000);
  commit(*database, script.batch(9000));
  retain(*database, 5000);
  CHECK(rows(folder / "h.db", "SELECT user_id, at, after FROM presence_transitions ORDER BY 1, 2") ==
        Lines{"U1|4000|active", "U1|6000|away", "U2|1000|away"});
  CHECK(rows(folder / "h.db", "SELECT presence, started_at, ended_at FROM presence_intervals WHERE user_id = 'U1'") ==
        Lines{"active|5000|6000", "away|6000|7000", "unknown|7000|8000", "away|8000|-"});
  CHECK(rows(folder / "h.db", "SELECT text, started_at, ended_at FROM status_intervals") == Lines{"Busy|5000|-"});
  CHECK(rows(folder / "h.db", "SELECT * FROM presence_intervals WHERE user_id = 'U2'").empty());
  CHECK(database->resume("acme").value().people.size() == 2);
}

TEST_CASE("A retention with nothing to delete changes nothing") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  retain(*database, 5000);
  commit(*database, Script().cover("U1", 6000).first("U1", 6000, Presence::active).batch(7000));
  retain(*database, 5000);
  retain(*database, 6000);
  CHECK(rows(folder / "h.db", "SELECT presence, started_at, ended_at FROM presence_intervals") ==
        Lines{"active|6000|-"});
}

TEST_CASE("defect: the retention leaves spans alone that begin after the cutoff, also with statistics in the file") {
  const TemporaryFolder folder;
  auto database = open(folder / "h.db");
  Script script;
  const auto cover_both = [&](const char* user, std::int64_t presence_from, std::int64_t status_from) {
    script.cover(user, presence_from).uncover(user, 8000);
    script.cover(user, status_from, 1, Facet::status)
        .uncover(user, 8000, history::EndReason::peer_closed, Facet::status);
  };
  cover_both("U1", 4000, 6000);
  for (int number = 2; number <= 12; ++number) cover_both(fmt::format("U{}", number).c_str(), 6000, 7000);
  commit(*database, script.batch(8000));
  REQUIRE(!database->close());
  Database(folder / "h.db", Database::Access::read_write).execute("ANALYZE");
  database = open(folder / "h.db");
  const char* spans = "SELECT person, facet, started_at FROM coverage_span ORDER BY 1, 2, 3";
  const Lines before = rows(folder / "h.db", spans);
  retain(*database, 3000);
  CHECK(rows(folder / "h.db", spans) == before);
  retain(*database, 5000);
  Lines after = before;
  after.front() = "1|0|5000";
  CHECK(rows(folder / "h.db", spans) == after);
}

TEST_CASE("What is deleted in many small steps leaves the intervals after the cutoff as they were") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  base::Random random(3);
  Script acme("acme");
  Script zeta("zeta");
  for (std::int64_t now = 0; now < 20'000; now += 5) {
    Script& script = random.below(4) == 0 ? zeta : acme;  // the same people in both
    const std::string user = "U" + std::to_string(random.below(6));
    if (random.below(8) == 0)
      random.below(2) == 0 ? script.cover(user, now) : script.uncover(user, now);
    else
      script.turn(user, now, random.below(2) == 0 ? Presence::active : Presence::away);
  }
  commit(*database, acme.batch(20'000));
  commit(*database, zeta.batch(20'000));
  const std::string after_cutoff =
      "SELECT workspace, user_id, presence, max(started_at, 15000), ended_at FROM presence_intervals "
      "WHERE ended_at IS NULL OR ended_at > 15000 ORDER BY 1, 2, 4";
  const Lines before = rows(folder / "h.db", after_cutoff);
  REQUIRE(before.size() > 200);
  CHECK(retain(*database, 15'000) > 3);
  Lines after = rows(folder / "h.db", after_cutoff);
  // Unknown time at the cutoff belongs to a span that is gone: the tiling begins with the first one kept.
  Lines expected = before;
  std::erase_if(expected, [](const std::string& line) { return line.find("|unknown|15000|") != std::string::npos; });
  CHECK(after == expected);
  CHECK(row(folder / "h.db", "SELECT count(*) FROM presence_transitions WHERE at < 15000") == "12");
  CHECK(row(folder / "h.db", "SELECT count(*) FROM coverage WHERE started_at < 15000") == "0");
}

TEST_CASE("A follower finds its way over what was deleted") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script script;
  for (int i = 0; i < 5000; ++i) script.turn("U1", 1000 + i, i % 2 == 0 ? Presence::active : Presence::away);
  commit(*database, script.batch(7000));
  retain(*database, 5500);
  const auto reader = Reader::open(folder / "h.db");
  TransitionFilter filter;
  filter.after = 10;
  std::optional<std::int64_t> next;
  REQUIRE(!each_transition(*reader.value(), filter, Order::oldest_first, [&](const history::LogEntry& one) {
    next = one.seq;
    return false;
  }));
  CHECK(next == 4501);
}

TEST_CASE("A history that is to be kept for a shorter time than before becomes a smaller file") {
  const TemporaryFolder folder;
  auto database = open(folder / "h.db");
  Script script;
  const std::string text(300, 'x');
  for (int i = 0; i < 20'000; ++i) script.status("U1", 1000 + i, base::Status{}, {text, "", std::nullopt});
  commit(*database, script.batch(30'000));
  retain(*database, 29'000);
  commit(*database, script.batch(31'000));
  REQUIRE(!database->close());
  CHECK(std::filesystem::file_size(folder / "h.db") < 5'000'000);
}

}  // namespace
}  // namespace presenced::store::test
