#include "store/sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstring>
#include <utility>

namespace presenced::store {
namespace {

// Long enough for a reader's checkpoint lock to pass, short beside the watchdog's 30 s.
constexpr int kBusyTimeoutMs = 5000;

// Of SQLite's virtual machine: some ten milliseconds.
constexpr int kOperationsBetweenProgress = 1'000'000;

constexpr int kPagesAtOnce = 1024;  // of a copy: 4 MiB

// For the daemon, and for `presencectl` where it writes.
std::string_view advice_to_writers(int primary) {
  switch (primary) {
    case SQLITE_FULL:
      return "; make room on that file system";
    case SQLITE_IOERR:
      return "; check the disk and the free space of that file system";
    case SQLITE_CORRUPT:
      return "; the file was not changed: move it away or put a backup in its place";
    case SQLITE_NOTADB:
      return "; the file was not changed: set `history.path` to another file, or, if this was the history, put a "
             "backup "
             "in its place";
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return "; check that the file and its folder exist and belong to the user presenced runs as";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "; another program is writing to it, which only presenced may do";
    default:
      return "";
  }
}

std::string_view advice_to_readers(int primary) {
  switch (primary) {
    case SQLITE_IOERR:
      return "; check the disk";
    case SQLITE_CORRUPT:
      return "; the file is damaged: read a backup, and restore it where the daemon records";
    case SQLITE_NOTADB:
      return "; this is not a history of presenced: check the name";
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return "; check the permissions of the file and of its -wal and -shm files";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "; another program has locked it; try again";
    default:
      return "";
  }
}

std::string_view advice(int code, Database::Access access) {
  const int primary = code & 0xff;
  return access == Database::Access::read_only ? advice_to_readers(primary) : advice_to_writers(primary);
}

}  // namespace

std::string sqlite_version() { return ::sqlite3_libversion(); }

Database::Database(const std::filesystem::path& file, Access access) : file_(file), access_(access) {
  const int flags = access == Access::read_only ? SQLITE_OPEN_READONLY : (SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  // No mutex: one thread at a time is the contract of this class.
  const int code =
      sqlite3_open_v2(file.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  if (code != SQLITE_OK) {
    const std::string why = handle_ == nullptr ? "out of memory" : sqlite3_errmsg(handle_);
    sqlite3_close(handle_);
    throw StoreError(
        Failure{classify(code), code, fmt::format("{}: cannot open: {}{}", file_.string(), why, advice(code, access))});
  }
  sqlite3_busy_timeout(handle_, kBusyTimeoutMs);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
}

Database::~Database() { sqlite3_close_v2(handle_); }

void Database::execute(const char* sql) {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code, std::string_view(sql).substr(0, 60));
}

Statement Database::prepare(std::string_view sql) { return Statement(*this, sql); }

std::int64_t Database::integer(std::string_view sql) { return prepare(sql).first().value_or(0); }

std::string Database::text(std::string_view sql) {
  Statement statement = prepare(sql);
  Rows rows = statement.select();
  return rows.next() ? std::string(rows.text(0)) : std::string();
}

void Database::keep_wal_files() {
  int on = 1;
  const int code = sqlite3_file_control(handle_, "main", SQLITE_FCNTL_PERSIST_WAL, &on);
  if (code != SQLITE_OK) fail(code, "keeping the -wal file");
}

void Database::checkpoint_at_close(bool does) {
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, does ? 0 : 1, nullptr);
}

bool Database::empty_log() {
  sqlite3_busy_timeout(handle_, 0);
  const int code = sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_timeout(handle_, kBusyTimeoutMs);
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) fail(code, "emptying the log");
  return code == SQLITE_OK;
}

void Database::copy_to(Database& to, const std::function<void()>& heard) {
  sqlite3_backup* copy = sqlite3_backup_init(to.handle_, "main", handle_, "main");
  if (copy == nullptr) to.fail(sqlite3_extended_errcode(to.handle_), "beginning a copy");
  int code = SQLITE_OK;
  while (code == SQLITE_OK) {
    code = sqlite3_backup_step(copy, kPagesAtOnce);
    heard();
  }
  const int end = sqlite3_backup_finish(copy);
  if (code != SQLITE_DONE || end != SQLITE_OK) to.fail(end != SQLITE_OK ? end : code, "copying");
}

Database::Progress::Progress(Database& database, std::function<void()> heard)
    : database_(database), heard_(std::move(heard)) {
  const auto tell = [](void* self) {
    static_cast<Progress*>(self)->heard_();
    return 0;  // go on
  };
  sqlite3_progress_handler(database_.handle_, kOperationsBetweenProgress, tell, this);
}

Database::Progress::~Progress() { sqlite3_progress_handler(database_.handle_, 0, nullptr, nullptr); }

void Database::give_up_when(std::function<bool()> asked) {
  gives_up_ = std::move(asked);
  const auto ask = [](void* self) { return static_cast<Database*>(self)->gives_up_() ? 1 : 0; };
  sqlite3_progress_handler(handle_, kOperationsBetweenProgress, ask, this);
}

bool Database::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }
std::int64_t Database::changes() const { return sqlite3_changes64(handle_); }
std::int64_t Database::last_insert_id() const { return sqlite3_last_insert_rowid(handle_); }

void Database::fail(int code, std::string_view doing) const {
  std::string message = fmt::format("{}: {} ({})", file_.string(), sqlite3_errmsg(handle_), doing);
  // The errno belongs to the failure only where the system refused something.
  const int primary = code & 0xff;
  const int system = primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN ? sqlite3_system_errno(handle_) : 0;
  if (system != 0) message += fmt::format(": {}", std::strerror(system));
  message += advice(code, access_);
  throw StoreError(Failure{classify(code), code, std::move(message)});
}

Rows::~Rows() { sqlite3_reset(statement_); }  // repeats the error of the last step, which next() has already thrown

bool Rows::next() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  database_->fail(code, std::string_view(sqlite3_sql(statement_)).substr(0, 60));
}

bool Rows::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
std::int64_t Rows::integer(int column) const { return sqlite3_column_int64(statement_, column); }
std::optional<std::int64_t> Rows::maybe_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}
std::string_view Rows::text(int column) const {
  const unsigned char* bytes = sqlite3_column_text(statement_, column);
  if (bytes == nullptr) return {};
  return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}
int Rows::columns() const { return sqlite3_column_count(statement_); }

Statement::Statement(Database& database, std::string_view sql) : database_(&database) {
  const int code = sqlite3_prepare_v3(database.handle_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
  if (code != SQLITE_OK) database.fail(code, sql.substr(0, 60));
}

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)) {}

void Statement::run_with(const Rows& row) {
  for (int column = 0; column < row.columns(); ++column)
    check(sqlite3_bind_value(statement_, column + 1, sqlite3_column_value(row.statement_, column)));
  Rows ran(*database_, statement_);
  while (ran.next()) {
  }
}

std::vector<std::string> Statement::columns() const {
  std::vector<std::string> names;
  for (int column = 0; column < sqlite3_column_count(statement_); ++column)
    names.emplace_back(sqlite3_column_name(statement_, column));
  return names;
}

void Statement::bind(int index, std::int64_t value) { check(sqlite3_bind_int64(statement_, index, value)); }

void Statement::bind(int index, const std::optional<std::int64_t>& value) {
  check(value ? sqlite3_bind_int64(statement_, index, *value) : sqlite3_bind_null(statement_, index));
}

void Statement::bind(int index, std::string_view value) {
  // An empty view may have no address, which SQLite would take for NULL.
  const char* bytes = value.data() == nullptr ? "" : value.data();
  check(sqlite3_bind_text64(statement_, index, bytes, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::check(int code) {
  if (code != SQLITE_OK) database_->fail(code, "binding a value");
}

Transaction::~Transaction() {
  if (!database_.in_transaction()) return;  // committed, or SQLite has rolled back by itself
  try {
    database_.execute("ROLLBACK");
  } catch (const StoreError&) {
    // A rollback that fails has still ended the transaction; the failure that led here is on its way up.
  }
}

}  // namespace presenced::store
