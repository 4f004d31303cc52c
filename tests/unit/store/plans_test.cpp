// How SQLite will look things up: what must be a seek is a seek, also once the tables have statistics.
#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

using base::Facet;
using base::Presence;

constexpr const char* kBigTables[] = {"presence_transition", "status_transition", "coverage_span"};

// The steps of a plan that read a big table from end to end, under whatever alias.
Lines scans(const std::filesystem::path& file, const std::string& query) {
  Lines found;
  for (const std::string& line : rows(file, "EXPLAIN QUERY PLAN " + query)) {
    const std::string step = line.substr(line.rfind('|') + 1);
    for (const std::string alias : {"t", "c", "f", "k"})
      if (step.starts_with("SCAN " + alias + " ") || step == "SCAN " + alias) found.push_back(step);
    for (const std::string table : kBigTables)
      if (step.starts_with("SCAN " + table)) found.push_back(step);
  }
  return found;
}

std::string plan(const std::filesystem::path& file, const std::string& query) {
  std::string all;
  for (const std::string& line : rows(file, "EXPLAIN QUERY PLAN " + query))
    all += line.substr(line.rfind('|') + 1) + "; ";
  return all;
}

void fill(HistoryDb& database) {
  Script script;
  script.session(1, 0);
  for (int person = 0; person < 20; ++person) {
    const std::string user = "U" + std::to_string(person);
    script.cover(user, 1000).cover(user, 1000, 1, Facet::status);
    for (int change = 0; change < 50; ++change) {
      script.turn(user, 1000 + change * 20 + person, change % 2 == 0 ? Presence::active : Presence::away);
      script.status(user, 1000 + change * 20 + person, base::Status{}, {std::to_string(change), "", std::nullopt});
    }
  }
  commit(database, script.batch(5000));
}

void check_plans(const std::filesystem::path& file) {
  const std::string last = plan(
      file, "SELECT after, at FROM presence_transitions WHERE user_id = 'U7' AND at <= 9000 ORDER BY at DESC LIMIT 1");
  CAPTURE(last);
  CHECK(last.find("SEARCH p USING COVERING INDEX sqlite_autoindex_person_1 (user_id=?)") != std::string::npos);
  CHECK(last.find("SEARCH t USING PRIMARY KEY (person=? AND at<?)") != std::string::npos);
  CHECK(last.find("TEMP B-TREE") == std::string::npos);  // no sorting: the first row of the seek is the answer
  for (const std::string view : {"presence_transitions", "status_transitions"}) {
    CHECK(plan(file, "SELECT * FROM " + view + " WHERE user_id = 'U7' ORDER BY at DESC LIMIT 1").find("TEMP") ==
          std::string::npos);
    CHECK(plan(file, "SELECT * FROM " + view + " WHERE workspace = 'acme' AND user_id = 'U7' ORDER BY at DESC LIMIT 1")
              .find("TEMP") == std::string::npos);
  }
  const std::string span =
      plan(file, "SELECT * FROM coverage WHERE user_id = 'U7' AND started_at <= 9000 ORDER BY started_at DESC LIMIT 1");
  CHECK_MESSAGE(span.find("SEARCH c USING PRIMARY KEY (person=? AND facet=? AND started_at<?)") != std::string::npos,
                span);
  CHECK_MESSAGE(span.find("TEMP") == std::string::npos, span);

  for (const std::string view : {"presence_transitions", "status_transitions", "presence_intervals", "status_intervals",
                                 "coverage", "status_coverage"})
    for (const std::string where : {"user_id = 'U7'", "workspace = 'acme' AND user_id = 'U7'",
                                    "user_id = 'U7' AND workspace = 'acme'", "user_id IN ('U7', 'U8')"}) {
      const std::string query = "SELECT * FROM " + view + " WHERE " + where;
      CAPTURE(query);
      CHECK(scans(file, query) == Lines{});
      const std::string steps = plan(file, query);
      CAPTURE(steps);
      CHECK(steps.find("SEARCH p USING") != std::string::npos);
      CHECK((steps + ";").find("SCAN p;") == std::string::npos);  // the condition arrived at the person
    }
}

TEST_CASE("One person's transitions, coverage and intervals are found by seeks") {
  const TemporaryFolder folder;
  auto database = open(folder / "h.db");
  fill(*database);
  check_plans(folder / "h.db");
  REQUIRE(!database->close());
  {
    Database analysed(folder / "h.db", Database::Access::read_write);
    analysed.execute("ANALYZE");
    REQUIRE(analysed.integer("SELECT count(*) FROM sqlite_stat1") > 5);
  }
  check_plans(folder / "h.db");
}

TEST_CASE("The plan test notices a table that is read from end to end") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  CHECK(scans(folder / "h.db", "SELECT * FROM presence_transition WHERE seq = 1") == Lines{"SCAN presence_transition"});
  CHECK(scans(folder / "h.db", "SELECT * FROM coverage_span c WHERE mode = 1") == Lines{"SCAN c"});
}

}  // namespace
}  // namespace presenced::store::test
