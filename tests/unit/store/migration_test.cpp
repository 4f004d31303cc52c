// A history of an older version is brought up to date in place, whole or not at all.
#include <fstream>

#include "store/schema.h"
#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

using base::Presence;

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// tests/unit/store/schema_1.sql as a database.
void make_first_version(const std::filesystem::path& file) {
  Database database(file, Database::Access::read_write);
  const std::string sql = bytes_of(PRESENCED_SCHEMA_1);
  REQUIRE(!sql.empty());
  database.execute(sql.c_str());
  database.keep_wal_files();
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
  CHECK(heard == Lines{"checking the history", "bringing the history to schema 2"});

  CHECK(row(folder / "h.db", "PRAGMA user_version") == "2");
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

TEST_CASE("A reader does not take an older history and says who brings it up to date") {
  const TemporaryFolder folder;
  make_first_version(folder / "h.db");
  const auto reader = Reader::open(folder / "h.db");
  REQUIRE(!reader.ok());
  CHECK(reader.error().message.find("h.db: was written by an older presenced (schema 1, this one reads 2)") !=
        std::string::npos);
}

}  // namespace
}  // namespace presenced::store::test
