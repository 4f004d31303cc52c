#include "store/migration.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include "history/end_reason.h"

namespace presenced::store {
namespace {

// What a step writes does not depend on the length of the history: new tables, a column that is empty in every row,
// views. A few dozen pages, in the log and then in the file.
constexpr std::uintmax_t kRoomOfStep = 1024 * 1024;

// Until schema 7.
constexpr const char* kWatchGroupMember = R"(
  CREATE TABLE watch_group_member(
    watch_group INTEGER NOT NULL REFERENCES watch_group(id) ON DELETE CASCADE,
    user_id     TEXT    NOT NULL,
    PRIMARY KEY(watch_group, user_id)
  ) WITHOUT ROWID, STRICT)";

// Names what the watchlist says by name, its groups, who was forgotten, and until when sampling proves coverage.
void to_version_2(Database& database, base::WallTime) {
  database.execute("ALTER TABLE session ADD COLUMN sampled_at INTEGER");
  for (const char* sql : schema_2_tables()) database.execute(sql);
  database.execute(kWatchGroupMember);
}

// Adds the table for rows from the future, and who asked for a person to be forgotten, and when. Schema 2 kept the
// address or handle of somebody who was forgotten, standing for nobody; names that stand for nobody are asked about at
// every start anyway.
void to_version_3(Database& database, base::WallTime) {
  for (const char* sql : schema_3_tables()) database.execute(sql);
  database.execute("DELETE FROM resolution WHERE kind IN (0, 1) AND users = ''");
}

// Adds the table for facets without one of their own.
void to_version_4(Database& database, base::WallTime) {
  for (const char* sql : schema_4_tables()) database.execute(sql);
}

// Adds which feed a session is of.
void to_version_5(Database& database, base::WallTime) {
  for (const char* sql : schema_5_tables()) database.execute(sql);
}

// Adds the views of do-not-disturb and huddles; views are made again after each migration.
void to_version_6(Database&, base::WallTime) {}

// Adds since when and until when somebody is in a group. Before, only the members of the moment were kept.
void to_version_7(Database& database, base::WallTime now) {
  for (const char* sql : schema_7_tables()) database.execute(sql);
  database
      .prepare(
          "INSERT INTO group_membership(watch_group, user_id, since) "
          "SELECT watch_group, user_id, ?1 FROM watch_group_member")
      .run(base::unix_ms(now));
  database.execute("DROP TABLE watch_group_member");
}

// Adds whose the last transitions are, which fills from now on, and a mark that counts the changes of people and
// groups. The interval views are written in a form that answers in half the time.
void to_version_8(Database& database, base::WallTime) {
  for (const std::string& sql : schema_8_tables()) database.execute(sql.c_str());
}

// Adds what a copy of the history elsewhere goes by: its id, marks of the runs, and what was deleted. A purge is told
// by the number of the person, so whoever is or was in a group gets one.
void to_version_9(Database& database, base::WallTime) {
  for (const char* sql : schema_9_tables()) database.execute(sql);
  database.execute(
      "INSERT INTO person(user_id) SELECT DISTINCT user_id FROM group_membership "
      "WHERE user_id NOT IN (SELECT user_id FROM person)");
  database.execute(
      "INSERT OR IGNORE INTO membership(person, workspace) SELECT p.id, g.workspace FROM group_membership m "
      "JOIN watch_group g ON g.id = m.watch_group JOIN person p ON p.user_id = m.user_id");
}

struct Step {
  std::int64_t to;
  void (*run)(Database& database, base::WallTime now);
};
constexpr Step kSteps[] = {{2, to_version_2}, {3, to_version_3}, {4, to_version_4}, {5, to_version_5},
                           {6, to_version_6}, {7, to_version_7}, {8, to_version_8}, {9, to_version_9}};

void replace_views(Database& database) {
  for (const View& view : views()) {
    database.execute(fmt::format("DROP VIEW IF EXISTS {}", view.name).c_str());
    database.execute(view.sql.c_str());
  }
}

void add_end_reason_words(Database& database) {
  Statement insert = database.prepare("INSERT OR IGNORE INTO end_reason(code, word) VALUES(?1, ?2)");
  for (const auto& entry : history::kEndReasonWords) insert.run(static_cast<std::int64_t>(entry.reason), entry.word);
}

}  // namespace

void require_room(const Database& database, SchemaState state, const Room& room) {
  if (state != SchemaState::older || room.available >= kRoomOfStep) return;
  throw StoreError(Failure{FailureClass::full, SQLITE_FULL,
                           fmt::format("{}: is from an older presenced and cannot be upgraded: {} KiB are "
                                       "free on its file system, {} KiB are needed; make room there",
                                       database.file().string(), room.available / 1024, kRoomOfStep / 1024)});
}

void migrate(Database& database, SchemaState state, base::WallTime now,
             const std::function<void(std::string_view doing)>& progress) {
  Transaction transaction(database);
  if (state == SchemaState::empty) create_schema(database);
  if (state == SchemaState::older) {
    const std::int64_t from = database.integer("PRAGMA user_version");
    for (const Step& step : kSteps) {
      if (step.to <= from) continue;
      const std::string doing = fmt::format("bringing the history to schema {}", step.to);
      progress(doing);
      const Database::Progress told(database, [&] { progress(doing); });
      step.run(database, now);
    }
    replace_views(database);
  }
  add_end_reason_words(database);
  database.execute(fmt::format("PRAGMA user_version = {}", kSchemaVersion).c_str());
  transaction.commit();
}

}  // namespace presenced::store
