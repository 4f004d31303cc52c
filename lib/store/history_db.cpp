#include "store/history_db.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <set>
#include <utility>

#include "store/batch_writer.h"
#include "store/file_lock.h"
#include "store/file_name.h"
#include "store/forgotten_file.h"
#include "store/log_readers.h"
#include "store/migration.h"
#include "store/owner_lock.h"
#include "store/quick_check.h"
#include "store/recovery.h"
#include "store/resume.h"
#include "store/retention.h"
#include "store/schema.h"
#include "store/sqlite.h"

namespace presenced::store {
namespace {

// About a millisecond's work, and a commit waits for no more than one step (tests/bench/history_bench measures it).
constexpr std::int64_t kRowsPerStep = 500;

[[noreturn]] void refuse(const std::filesystem::path& file, int code, const std::string& why) {
  throw StoreError(Failure{FailureClass::broken, code, fmt::format("{}: {}", file.string(), why)});
}

void refuse_lost_file(const std::filesystem::path& file) {
  const std::filesystem::path wal = log_of(file);
  std::error_code ignored;  // no answer means no such file
  if (!std::filesystem::exists(file, ignored) && std::filesystem::exists(wal, ignored) &&
      std::filesystem::file_size(wal, ignored) > 0)
    refuse(file, SQLITE_CANTOPEN,
           fmt::format("is missing, but {} exists and may contain a part of it; put the file back beside it, or move "
                       "that file away to start a new history",
                       wal.string()));
}

// docs/HISTORY.md and the reasons in "Settings" there.
void configure(Database& database, Durability durability) {
  database.execute(durability == Durability::full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  database.execute(
      "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;"
      "PRAGMA mmap_size = 0; PRAGMA secure_delete = ON;"
      "PRAGMA cache_size = -16384;"              // 16 MiB: the last page of everybody stays in memory
      "PRAGMA journal_size_limit = 16777216;");  // what a long reader made the -wal file grow to is given back
  database.keep_wal_files();
}

void use_wal(Database& database) {
  const std::string mode = database.text("PRAGMA journal_mode = WAL");
  if (mode != "wal")
    refuse(database.file(), SQLITE_CANTOPEN,
           "cannot use a write-ahead log here; the history needs a local file system, not one of the network");
}

std::uintmax_t free_bytes(const OpenOptions& options) {
  if (options.free_bytes) return options.free_bytes();
  std::error_code error;
  const std::filesystem::space_info space = std::filesystem::space(options.file, error);
  return error ? UINTMAX_MAX : space.available;  // where the system does not tell, the disk will
}

}  // namespace

struct HistoryDb::Parts {
  explicit Parts(const OpenOptions& options)
      : recording(options.recording),
        lock(there(options)),
        forgotten_beside(ForgottenFile(options.file).read()),
        file_lock(not_lost(options.file)),
        log_readers(options.file),
        database(options.file, Database::Access::read_write) {
    database.checkpoint_at_close(false);  // until it is accepted, nothing is written into it
    const SchemaState state = inspect_schema(database);
    opening.created = state == SchemaState::empty;
    if (opening.created && !options.recording) refuse(options.file, SQLITE_NOTADB, "is empty: nothing recorded yet");
    opening.migrated = state == SchemaState::older;
    configure(database, options.durability);
    const auto progress = options.progress ? options.progress : [](std::string_view) {};
    opening.unclean = !opening.created && was_left_unclean(database);
    if (opening.unclean) {
      progress("checking the history");
      const Database::Progress told(database, [&] { progress("checking the history"); });
      quick_check(database);
    }
    require_room(database, state, {free_bytes(options)});
    if (opening.created) database.execute("PRAGMA auto_vacuum = INCREMENTAL");  // possible before the first page only
    use_wal(database);
    migrate(database, state, progress);
    if (options.recording) begin_the_run(options);
    opening.workspaces = read_workspaces(database);
    database.checkpoint_at_close(true);
    finish_purges(progress);
    writer.emplace(database);
  }

  // What the last run was asked to do and did not finish, and those who were forgotten after a backup that was
  // restored.
  void finish_purges(const std::function<void(std::string_view)>& progress) {
    purge.emplace(database);
    opening.forgotten_again = purge->merge_forgotten(forgotten_beside);
    const bool deletes = purge->pending();
    while (purge->pending()) {
      progress("finishing an earlier purge");
      purge->step(kRowsPerStep);
    }
    // After a crash, too: it may have come between a purge and the emptying of the log. A reader may be in the way.
    if (deletes || opening.unclean) database.empty_log();
  }

  void begin_the_run(const OpenOptions& options) {
    const Recovered recovered = begin_run(database, options.version, options.now);
    opening.spans_closed = recovered.spans;
    opening.sessions_closed = recovered.sessions;
  }

  // Only the daemon begins a history; the lock file is not made for one that is not there either.
  static const std::filesystem::path& there(const OpenOptions& options) {
    std::error_code ignored;
    if (!options.recording && std::filesystem::file_size(options.file, ignored) == static_cast<std::uintmax_t>(-1))
      refuse(options.file, SQLITE_CANTOPEN, "no such history");
    return options.file;
  }

  static const std::filesystem::path& not_lost(const std::filesystem::path& file) {
    refuse_lost_file(file);
    return file;
  }

  bool recording;
  OwnerLock lock;
  std::optional<std::set<base::UserId>> forgotten_beside;  // read before anything is changed: it may be refused
  FileLock file_lock;  // this and the next before the database: they outlive its connection
  LogReaders log_readers;
  Database database;
  Opening opening;
  std::optional<Purge> purge;
  std::optional<BatchWriter> writer;
  std::optional<Retention> retention;  // from its first step on: most runs take none
};

base::Result<std::unique_ptr<HistoryDb>, Failure> HistoryDb::open(const OpenOptions& asked) {
  OpenOptions options = asked;
  options.file = followed(asked.file);
  try {
    return std::unique_ptr<HistoryDb>(new HistoryDb(std::make_unique<Parts>(options)));
  } catch (const StoreError& error) {
    return error.failure();
  }
}

HistoryDb::HistoryDb(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
HistoryDb::~HistoryDb() = default;

const Opening& HistoryDb::opening() const { return parts_->opening; }

base::Result<history::Resume, Failure> HistoryDb::resume(const std::string& workspace) {
  try {
    return read_resume(parts_->database, workspace);
  } catch (const StoreError& error) {
    return error.failure();
  }
}

std::optional<Failure> HistoryDb::commit(std::span<const history::Batch> batches) {
  try {
    Transaction transaction(parts_->database);
    parts_->writer->begin();
    for (const history::Batch& batch : batches) parts_->writer->write(batch);
    parts_->writer->finish();
    transaction.commit();
    return std::nullopt;
  } catch (const StoreError& error) {
    parts_->writer->forget();
    return error.failure();
  }
}

base::Result<bool, Failure> HistoryDb::retain(base::WallTime cutoff) {
  try {
    if (!parts_->retention) parts_->retention.emplace(parts_->database);
    if (parts_->retention->step(cutoff, kRowsPerStep)) return true;
    // What was deleted is overwritten in the database file now, not at some later checkpoint. PASSIVE waits for nobody.
    parts_->database.execute("PRAGMA wal_checkpoint(PASSIVE)");
    return false;
  } catch (const StoreError& error) {
    return error.failure();
  }
}

base::Result<std::optional<base::WallTime>, Failure> HistoryDb::oldest() {
  try {
    return oldest_deletable(parts_->database);
  } catch (const StoreError& error) {
    return error.failure();
  }
}

base::Result<Rewound, Failure> HistoryDb::set_aside(const std::string& workspace, base::WallTime after) {
  try {
    parts_->writer->forget();  // also if it fails: the end of a commit may be ambiguous
    Transaction transaction(parts_->database);
    Misdated moved = set_aside_misdated(parts_->database, workspace, after,
                                        parts_->recording ? OpenCoverage::ends : OpenCoverage::stays);
    transaction.commit();
    return Rewound{std::move(moved), read_resume(parts_->database, workspace)};
  } catch (const StoreError& error) {
    return error.failure();
  }
}

std::optional<Failure> HistoryDb::promise_purge(const base::UserId& user, bool forget, const Asked& asked) {
  try {
    parts_->purge->promise(user, forget, asked);
    parts_->writer->forget();
    return std::nullopt;
  } catch (const StoreError& error) {
    return error.failure();
  }
}

std::optional<Failure> HistoryDb::begin_purge() {
  try {
    parts_->purge->begin();
    parts_->writer->forget();
    return std::nullopt;
  } catch (const StoreError& error) {
    return error.failure();
  }
}

bool HistoryDb::purging() const { return parts_->purge->pending(); }

base::Result<std::optional<Purged>, Failure> HistoryDb::purge_step() {
  try {
    std::optional<Purged> purged = parts_->purge->step(kRowsPerStep);
    if (purged) parts_->writer->forget();  // the person may be gone
    return purged;
  } catch (const StoreError& error) {
    return error.failure();
  }
}

base::Result<bool, Failure> HistoryDb::empty_log() {
  try {
    return parts_->database.empty_log();
  } catch (const StoreError& error) {
    return error.failure();
  }
}

std::uintmax_t HistoryDb::log_bytes() const {
  std::error_code error;
  const std::uintmax_t bytes = std::filesystem::file_size(parts_->database.file().string() + "-wal", error);
  return error ? 0 : bytes;
}

std::optional<std::string> HistoryDb::oldest_reader() { return parts_->log_readers.oldest(); }

base::Result<Purged, Failure> HistoryDb::undo_forget(const base::UserId& user) {
  try {
    const bool undone = parts_->purge->undo_forget(user);
    parts_->writer->forget();
    return Purged{user, undone, 0, 0};
  } catch (const StoreError& error) {
    return error.failure();
  }
}

base::Result<Purged, Failure> HistoryDb::purge(const base::UserId& user, bool forget, const Asked& asked) {
  if (auto failure = promise_purge(user, forget, asked)) return *failure;
  if (auto failure = begin_purge()) return *failure;
  for (;;) {
    auto step = purge_step();
    if (!step.ok()) return step.error();
    if (!step.value()) continue;
    if (const auto emptied = empty_log(); !emptied.ok()) return emptied.error();
    return *step.value();
  }
}

std::optional<Failure> HistoryDb::close() {
  try {
    if (parts_->recording) parts_->database.execute("UPDATE run SET clean = 1 WHERE id = (SELECT max(id) FROM run)");
    // The limit keeps it to milliseconds, however long the history (https://sqlite.org/lang_analyze.html#approx).
    parts_->database.execute("PRAGMA analysis_limit = 400; PRAGMA optimize;");
    parts_.reset();
    return std::nullopt;
  } catch (const StoreError& error) {
    return error.failure();
  }
}

}  // namespace presenced::store
