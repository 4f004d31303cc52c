// A history of an older version is brought up to date in place, whole or not at all.
#include <fmt/format.h>

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
void make_third_version(const std::filesystem::path& file) { make_from(PRESENCED_SCHEMA_3, file); }

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

// The columns of all tables and views, and the views' texts.
Lines schema_of(const std::filesystem::path& file) {
  return rows(file,
              "SELECT s.type, s.name, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk, "
              "CASE s.type WHEN 'view' THEN s.sql END "
              "FROM sqlite_schema s LEFT JOIN pragma_table_xinfo(s.name) c ORDER BY s.type, s.name, c.cid");
}

void check_is_like_new(const std::filesystem::path& file) {
  const TemporaryFolder folder;
  open(folder / "new.db");
  CHECK(schema_of(file) == schema_of(folder / "new.db"));
  CHECK(row(file, "PRAGMA user_version") == row(folder / "new.db", "PRAGMA user_version"));
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
  CHECK(heard == Lines{"checking the history", "bringing the history to schema 2", "bringing the history to schema 3",
                       "bringing the history to schema 4", "bringing the history to schema 5",
                       "bringing the history to schema 6", "bringing the history to schema 7",
                       "bringing the history to schema 8", "bringing the history to schema 9"});

  CHECK(row(folder / "h.db", "PRAGMA user_version") == "9");
  CHECK(rows(folder / "h.db", "SELECT * FROM people ORDER BY user_id") ==
        Lines{"acme|U1|Kim|Kim Doe|Europe/Oslo|0|0|1|Kim|-", "acme|U2||||0|0|1||-"});
  CHECK(rows(folder / "h.db", "SELECT seq, user_id, at, after FROM presence_transitions ORDER BY seq") ==
        Lines{"1|U1|1000|away", "3|U2|1000|active", "4|U2|2000|away", "5|U1|2500|active"});
  CHECK(rows(folder / "h.db", "SELECT user_id, started_at, ended_at, end_reason FROM coverage ORDER BY 1") ==
        Lines{"U1|1000|3000|crash", "U2|1000|2800|unwatched"});
  CHECK(opened.value()->resume("acme").value().last_batch == base::BatchNumber{1});

  check_is_like_new(folder / "h.db");

  Script script;
  script.batch(0);  // the number of the batch that the older version committed
  commit(*opened.value(), script.record(history::GroupsSet{{{"on-call", {base::UserId{"U1"}}}}}).batch(21'000));
  CHECK(rows(folder / "h.db", "SELECT * FROM groups") == Lines{"acme|on-call|U1"});
  REQUIRE(!opened.value()->close());
  CHECK(!open(folder / "h.db", 30'000)->opening().migrated);
}

TEST_CASE("Whoever is or was in a group of an older history gets a number, by which a purge is told") {
  const TemporaryFolder folder;
  open(folder / "h.db");
  {
    Database older(folder / "h.db", Database::Access::read_write);
    for (const char* sql :
         {"DROP TABLE history_id", "DROP TABLE run_mark", "DROP TABLE deletion", "PRAGMA user_version = 8",
          "INSERT INTO workspace(id, name) VALUES(0, 'acme')", "INSERT INTO person VALUES(5, 'U1')",
          "INSERT INTO watch_group(id, workspace, name) VALUES(1, 0, 'ops')",
          "INSERT INTO group_membership VALUES(1, 'U1', 10, NULL), (1, 'U2', 10, 20), (1, 'U2', 30, NULL)"})
      older.execute(sql);
  }
  CHECK(open(folder / "h.db", 30'000)->opening().migrated);
  CHECK(rows(folder / "h.db", "SELECT id, user_id, workspace FROM person JOIN membership ON person = id ORDER BY id") ==
        Lines{"5|U1|0", "6|U2|0"});
}

// A history that was recorded by an older release, and left by a kill.
struct Recorded {
  void (*make)(const std::filesystem::path& file);
  std::int64_t killed_at;  // a moment just before that
  std::size_t presence_transitions;
};

// What a kill left open is closed at the start, so of these only what was there before it is compared.
std::vector<std::string> answers_before(std::int64_t moment) {
  return {
      "SELECT * FROM presence_transitions ORDER BY seq",
      "SELECT * FROM status_transitions ORDER BY seq",
      "SELECT * FROM people ORDER BY user_id",
      "SELECT * FROM groups ORDER BY name, user_id",
      fmt::format("SELECT * FROM presence_intervals WHERE ended_at IS NOT NULL AND presence != 'unknown' "
                  "AND ended_at < {} ORDER BY user_id, started_at",
                  moment),
      fmt::format("SELECT * FROM status_intervals WHERE ended_at < {} ORDER BY user_id, started_at", moment),
      "SELECT user_id, started_at, mode FROM coverage ORDER BY user_id, started_at",
      "SELECT user_id, started_at, mode FROM status_coverage ORDER BY user_id, started_at",
      "SELECT session, connected_at, ready_at FROM sessions",
      "SELECT * FROM seq_last",
      "SELECT user_id FROM forgotten",
  };
}

TEST_CASE("A history of an older version answers as before, and becomes like a new one") {
  for (const Recorded& recorded :
       {Recorded{make_second_version, 1'795'797'351'000, 124}, Recorded{make_third_version, 1'795'813'301'000, 107}}) {
    CAPTURE(recorded.killed_at);
    const TemporaryFolder folder;
    recorded.make(folder / "h.db");
    const std::vector<std::string> answers = answers_before(recorded.killed_at);
    std::vector<Lines> before;
    for (const std::string& sql : answers) before.push_back(old_rows(folder / "h.db", sql));
    REQUIRE(before.front().size() == recorded.presence_transitions);
    const auto database = open(folder / "h.db", recorded.killed_at + 60'000);
    CHECK(database->opening().migrated);
    for (std::size_t i = 0; i < before.size(); ++i) CHECK(rows(folder / "h.db", answers[i]) == before[i]);
    CHECK(row(folder / "h.db", "SELECT count(*) FROM misdated") == "0");
    CHECK(row(folder / "h.db", "SELECT count(*) FROM facet_transition") == "0");
    CHECK(rows(folder / "h.db", "SELECT workspace, name, user_id FROM group_memberships ORDER BY 2, 3") ==
          rows(folder / "h.db", "SELECT * FROM groups ORDER BY 2, 3"));
    CHECK(rows(folder / "h.db", "SELECT DISTINCT since, until FROM group_memberships") ==
          Lines{fmt::format("{}|-", recorded.killed_at + 60'000)});
    check_is_like_new(folder / "h.db");
  }
}

TEST_CASE("The interval views of the seventh version are written anew, and answer the same") {
  const TemporaryFolder folder;
  constexpr const char* kIntervals = "SELECT * FROM presence_intervals ORDER BY user_id, started_at";
  {
    const auto database = open(folder / "h.db");
    Script script;
    script.session(1, 0).cover("U1", 1000).first("U1", 1000, base::Presence::away);
    script.turn("U1", 2000, base::Presence::active).uncover("U1", 3000, history::EndReason::timeout);
    commit(*database, script.batch(4000));
  }
  Lines answers;
  {
    Database older(folder / "h.db", Database::Access::read_write);
    answers = old_rows(folder / "h.db", kIntervals);
    older.execute(
        "DROP VIEW presence_intervals; CREATE VIEW presence_intervals AS SELECT 'in another way' AS workspace;");
    older.execute("DROP TABLE recent_transition");
    for (const std::string& trigger :
         old_rows(folder / "h.db", "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE '%counted'"))
      older.execute(("DROP TRIGGER " + trigger).c_str());
    older.execute("DROP TABLE people_mark");
    for (const char* table : {"history_id", "run_mark", "deletion"})
      older.execute(("DROP TABLE " + std::string(table)).c_str());
    older.execute("PRAGMA user_version = 7");
  }
  open(folder / "h.db", 20'000);
  CHECK(answers.size() == 3);
  CHECK(rows(folder / "h.db", kIntervals) == answers);
  check_is_like_new(folder / "h.db");
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

TEST_CASE("A migration that fails in any of its steps leaves the older history as it was, and usable") {
  struct Failing {
    void (*make)(const std::filesystem::path& file);
    const char* version;
    const char* in_the_way;  // what one of the steps is to make
  };
  for (const Failing& failing :
       {Failing{make_first_version, "1", "watch_group"}, Failing{make_first_version, "1", "misdated"},
        Failing{make_first_version, "1", "facet_transition"}, Failing{make_second_version, "2", "misdated_person"},
        Failing{make_second_version, "2", "facet_transition"}, Failing{make_third_version, "3", "facet_transition"},
        Failing{make_third_version, "3", "group_membership"}}) {
    CAPTURE(failing.version);
    CAPTURE(failing.in_the_way);
    const TemporaryFolder folder;
    failing.make(folder / "h.db");
    const auto execute = [&](const std::string& sql) {
      Database(folder / "h.db", Database::Access::read_write).execute(sql.c_str());
    };
    execute(fmt::format("CREATE TABLE {}(in_the_way INTEGER)", failing.in_the_way));
    constexpr const char* kSchema = "SELECT name, sql FROM sqlite_schema ORDER BY name";
    constexpr const char* kChanges = "SELECT * FROM presence_transitions ORDER BY seq";
    const Lines schema = old_rows(folder / "h.db", kSchema);
    const Lines changes = old_rows(folder / "h.db", kChanges);
    CHECK(refusal(folder / "h.db").message.find(failing.in_the_way) != std::string::npos);
    CHECK(old_rows(folder / "h.db", "PRAGMA user_version") == Lines{failing.version});
    CHECK(old_rows(folder / "h.db", kSchema) == schema);
    CHECK(old_rows(folder / "h.db", kChanges) == changes);
    execute(fmt::format("DROP TABLE {}", failing.in_the_way));
    open(folder / "h.db", 1'795'900'000'000);
    CHECK(rows(folder / "h.db", kChanges) == changes);
    check_is_like_new(folder / "h.db");
  }
}

TEST_CASE("A reader does not take an older history and says who brings it up to date") {
  const TemporaryFolder folder;
  make_first_version(folder / "h.db");
  const auto reader = Reader::open(folder / "h.db");
  REQUIRE(!reader.ok());
  CHECK(reader.error().message.find("h.db: was written by an older presenced (schema 1, this one reads 9)") !=
        std::string::npos);
}

}  // namespace
}  // namespace presenced::store::test
