// A history of an older version is brought up to date in place, whole or not at all.
#include <fstream>

#include "store/schema.h"
#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

using base::Presence;

// A history of an older version, from its dump in tests/unit/store.
void make_from(const std::filesystem::path& dump, const std::filesystem::path& file) {
  Database database(file, Database::Access::read_write);
  const std::string sql = bytes_of(dump);
  REQUIRE(!sql.empty());
  database.execute(sql.c_str());
  database.keep_wal_files();
}
void make_first_version(const std::filesystem::path& file) { make_from(PRESENCED_SCHEMA_1, file); }
void make_second_version(const std::filesystem::path& file) { make_from(PRESENCED_SCHEMA_2, file); }

// The Reader takes the newest schema only.
Lines old_rows(const std::filesystem::path& file, std::string_view sql) {
  Database database(file, Database::Access::read_only);
  Lines lines;
  Statement statement = database.prepare(sql);
  for (Rows row = statement.select(); row.next();) {
    std::string line;
    for (int column = 0; column < row.columns(); ++column)
      line += (column > 0 ? "|" : "") + (row.is_null(column) ? "-" : std::string(row.text(column)));
    lines.push_back(std::move(line));
  }
  return lines;
}

Lines schema_of(const std::filesystem::path& file) {
  return rows(file,
              "SELECT s.type, s.name, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk "
              "FROM sqlite_schema s LEFT JOIN pragma_table_xinfo(s.name) c ORDER BY s.type, s.name, c.cid");
}

TEST_CASE("A history of the first version keeps everything and becomes like a new one") {
  const TemporaryFolder folder;
  make_first_version(folder / "h.db");
  Lines heard;
  OpenOptions opening = options(folder / "h.db", 20'000);
  opening.progress = [&](std::string_view doing) { heard.emplace_back(doing); };
  auto opened = HistoryDb::open(opening);
  REQUIRE_MESSAGE(opened.ok(), opened.error().message);
  CHECK(opened.value()->opening().migrated);
  CHECK(opened.value()->opening().unclean);
  CHECK(heard == Lines{"checking the history", "bringing the history to schema 2", "bringing the history to schema 3"});

  CHECK(row(folder / "h.db", "PRAGMA user_version") == "3");
  CHECK(rows(folder / "h.db", "SELECT * FROM people ORDER BY user_id") ==
        Lines{"acme|U1|Kim|Kim Doe|Europe/Oslo|0|0|1|Kim|-", "acme|U2||||0|0|1||-"});
  CHECK(rows(folder / "h.db", "SELECT seq, user_id, at, after FROM presence_transitions ORDER BY seq") ==
        Lines{"1|U1|1000|away", "3|U2|1000|active", "4|U2|2000|away", "5|U1|2500|active"});
  CHECK(rows(folder / "h.db", "SELECT user_id, started_at, ended_at, end_reason FROM coverage ORDER BY 1") ==
        Lines{"U1|1000|3000|crash", "U2|1000|2800|unwatched"});
  CHECK(opened.value()->resume("acme").value().last_batch == base::BatchNumber{1});

  open(folder / "new.db");
  CHECK(schema_of(folder / "h.db") == schema_of(folder / "new.db"));
  CHECK(rows(folder / "h.db", "SELECT sql FROM sqlite_schema WHERE type = 'view' ORDER BY name") ==
        rows(folder / "new.db", "SELECT sql FROM sqlite_schema WHERE type = 'view' ORDER BY name"));

  Script script;
  script.batch(0);  // the number of the batch that the older version committed
  commit(*opened.value(), script.record(history::GroupsSet{{{"on-call", {base::UserId{"U1"}}}}}).batch(21'000));
  CHECK(rows(folder / "h.db", "SELECT * FROM groups") == Lines{"acme|on-call|U1"});
  REQUIRE(!opened.value()->close());
  CHECK(!open(folder / "h.db", 30'000)->opening().migrated);
}

TEST_CASE("A history of the second version answers as before, and becomes like a new one") {
  const TemporaryFolder folder;
  make_second_version(folder / "h.db");
  // What a kill left open is closed at the start, so of these only what was there before it is compared.
  constexpr const char* kAnswers[] = {
      "SELECT * FROM presence_transitions ORDER BY seq",
      "SELECT * FROM status_transitions ORDER BY seq",
      "SELECT * FROM people ORDER BY user_id",
      "SELECT * FROM groups ORDER BY name, user_id",
      R"(SELECT * FROM presence_intervals WHERE ended_at IS NOT NULL AND presence != 'unknown'
         AND ended_at < 1795797351000 ORDER BY user_id, started_at)",
      "SELECT * FROM status_intervals WHERE ended_at < 1795797351000 ORDER BY user_id, started_at",
      "SELECT user_id, started_at, mode FROM coverage ORDER BY user_id, started_at",
      "SELECT user_id, started_at, mode FROM status_coverage ORDER BY user_id, started_at",
      "SELECT session, connected_at, ready_at FROM sessions",
      "SELECT * FROM seq_last",
  };
  std::vector<Lines> before;
  for (const char* sql : kAnswers) before.push_back(old_rows(folder / "h.db", sql));
  REQUIRE(before.front().size() == 124);
  const auto database = open(folder / "h.db", 1'795'797'400'000);
  CHECK(database->opening().migrated);
  for (std::size_t i = 0; i < before.size(); ++i) CHECK(rows(folder / "h.db", kAnswers[i]) == before[i]);
  CHECK(row(folder / "h.db", "SELECT count(*) FROM misdated") == "0");
  open(folder / "new.db");
  CHECK(schema_of(folder / "h.db") == schema_of(folder / "new.db"));
}

TEST_CASE("Without room to bring it up to date an older history is refused and left alone") {
  const TemporaryFolder folder;
  make_first_version(folder / "h.db");
  const std::string before = bytes_of(folder / "h.db");
  const std::string log_before = bytes_of(folder / "h.db-wal");
  OpenOptions opening = options(folder / "h.db", 20'000);
  opening.free_bytes = [] { return std::uintmax_t{100'000}; };
  const auto opened = HistoryDb::open(opening);
  REQUIRE(!opened.ok());
  CHECK(opened.error().failure_class == FailureClass::full);
  CHECK(opened.error().message.find("97 KiB are free on its file system, 1024 KiB are needed") != std::string::npos);
  CHECK(bytes_of(folder / "h.db") == before);
  CHECK(bytes_of(folder / "h.db-wal") == log_before);
  open(folder / "h.db", 20'000);  // with room it goes
}

TEST_CASE("A migration that fails half way leaves the older history as it was") {
  const TemporaryFolder folder;
  make_first_version(folder / "h.db");
  Database(folder / "h.db", Database::Access::read_write).execute("CREATE TABLE watch_group(in_the_way INTEGER)");
  const Failure failure = refusal(folder / "h.db");
  CHECK(failure.message.find("h.db: table watch_group already exists") != std::string::npos);
  Database database(folder / "h.db", Database::Access::read_only);
  CHECK(database.integer("PRAGMA user_version") == 1);
  CHECK(database.integer("SELECT count(*) FROM pragma_table_info('session') WHERE name = 'sampled_at'") == 0);
  CHECK(database.integer("SELECT count(*) FROM coverage WHERE ended_at IS NULL") == 1);
}

TEST_CASE("A migration to the third schema that fails half way leaves the second one as it was, and usable") {
  const TemporaryFolder folder;
  make_second_version(folder / "h.db");
  Database(folder / "h.db", Database::Access::read_write).execute("CREATE TABLE misdated_person(in_the_way INTEGER)");
  const Lines before = old_rows(folder / "h.db", "SELECT * FROM presence_transitions ORDER BY seq");
  CHECK(refusal(folder / "h.db").message.find("misdated_person") != std::string::npos);
  CHECK(old_rows(folder / "h.db", "PRAGMA user_version") == Lines{"2"});
  CHECK(old_rows(folder / "h.db", "SELECT name FROM sqlite_schema WHERE name = 'misdated'").empty());
  CHECK(old_rows(folder / "h.db", "SELECT * FROM presence_transitions ORDER BY seq") == before);
  Database(folder / "h.db", Database::Access::read_write).execute("DROP TABLE misdated_person");
  open(folder / "h.db", 1'795'797'400'000);
  CHECK(rows(folder / "h.db", "SELECT * FROM presence_transitions ORDER BY seq") == before);
}

TEST_CASE("A reader does not take an older history and says who brings it up to date") {
  const TemporaryFolder folder;
  make_first_version(folder / "h.db");
  const auto reader = Reader::open(folder / "h.db");
  REQUIRE(!reader.ok());
  CHECK(reader.error().message.find("h.db: was written by an older presenced (schema 1, this one reads 3)") !=
        std::string::npos);
}

}  // namespace
}  // namespace presenced::store::test
