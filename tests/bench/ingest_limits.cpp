#include "bench/ingest_limits.h"

#include <simdjson.h>
#include <sqlite3.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string_view>

#include "bench/process_figures.h"
#include "store/sqlite.h"

namespace presenced::bench {
namespace {

constexpr std::size_t kRowsPerCommit = 8'000;  // kMostRecords of lib/store/writer.cpp

// As lib/store/history_db.cpp sets them, with `durability: full`.
constexpr const char* kSettings =
    "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
    "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;"
    "PRAGMA secure_delete = ON; PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 16777216;";

class Watch {
 public:
  Cost read() const {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin_;
    return {took.count(), cpu_seconds_of_this_thread() - cpu_};
  }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  double cpu_ = cpu_seconds_of_this_thread();
};

struct Closer {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Handle = std::unique_ptr<sqlite3, Closer>;
using Prepared = std::unique_ptr<sqlite3_stmt, Closer>;

void check(int code, sqlite3* database) {
  if (code != SQLITE_OK && code != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(database));
}

Handle open(const std::filesystem::path& file) {
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &database,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  Handle handle(database);
  check(code, database);
  return handle;
}

void insert(sqlite3_stmt* statement, const Row& row) {
  int column = 0;
  for (const std::int64_t value : {row.person, row.at, row.seq, row.workspace, row.code, row.uncertainty})
    sqlite3_bind_int64(statement, ++column, value);
  if (row.session)
    sqlite3_bind_int64(statement, ++column, *row.session);
  else
    sqlite3_bind_null(statement, ++column);
  sqlite3_step(statement);
  check(sqlite3_reset(statement), sqlite3_db_handle(statement));  // repeats the error of the step
}

std::size_t changes_in(const simdjson::dom::object& frame) {
  std::size_t ids = 0;
  bool presence = false;
  for (const auto& [key, value] : frame) {
    if (key == "user") {
      ids += value.is_string() ? 1u : 0u;
    } else if (key == "users") {
      for (const simdjson::dom::element id : value.get_array()) ids += id.is_string() ? 1u : 0u;
    } else if (key == "presence") {
      const std::string_view word = value.get_string();
      presence = word == "active" || word == "away";
    }
  }
  return presence ? ids : 0;
}

}  // namespace

RecordedRows recorded_rows(const std::filesystem::path& history) {
  store::Database database(history, store::Database::Access::read_only);
  RecordedRows recorded;
  recorded.table_sql = database.text("SELECT sql FROM sqlite_schema WHERE name = 'presence_transition'");
  store::Statement statement = database.prepare(
      "SELECT person, at, seq, workspace, code, uncertainty, session FROM presence_transition ORDER BY seq");
  store::Rows rows = statement.select();
  while (rows.next())
    recorded.rows.push_back({rows.integer(0), rows.integer(1), rows.integer(2), rows.integer(3), rows.integer(4),
                             rows.integer(5), rows.maybe_integer(6)});
  return recorded;
}

Cost insert_rows(const std::filesystem::path& folder, const RecordedRows& recorded) {
  const std::filesystem::path file = folder / "rows.db";
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + suffix);
  const Handle database = open(file);
  const auto run = [&](const char* sql) {
    check(sqlite3_exec(database.get(), sql, nullptr, nullptr, nullptr), database.get());
  };
  run(kSettings);
  run(recorded.table_sql.c_str());
  sqlite3_stmt* prepared = nullptr;
  check(sqlite3_prepare_v2(database.get(), "INSERT INTO presence_transition VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)", -1,
                           &prepared, nullptr),
        database.get());
  const Prepared statement(prepared);
  const Watch watch;
  for (std::size_t done = 0; done < recorded.rows.size();) {
    run("BEGIN IMMEDIATE");
    for (const std::size_t end = std::min(done + kRowsPerCommit, recorded.rows.size()); done < end; ++done)
      insert(statement.get(), recorded.rows[done]);
    run("COMMIT");
  }
  return watch.read();
}

Cost parse_frames(const FloodFrames& frames) {
  static_assert(FloodFrames::kPadding >= simdjson::SIMDJSON_PADDING);
  simdjson::dom::parser parser;  // chooses the instructions of this machine at run time, which On-Demand does not
  std::size_t changes = 0;
  const Watch watch;
  for (std::size_t i = 0; i < frames.frames(); ++i) {
    const std::string_view text = frames.text(i);
    changes += changes_in(parser.parse(text.data(), text.size(), /*realloc_if_needed=*/false));
  }
  const Cost cost = watch.read();
  if (changes != frames.changes()) throw std::runtime_error("simdjson found other changes than were sent");
  return cost;
}

}  // namespace presenced::bench
