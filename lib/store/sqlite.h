// SQLite as C++: a database handle, prepared statements and their rows, nothing more. Every failure is a StoreError.
//
// A Database and everything made from it are used by one thread at a time. Statements must not outlive their Database.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/failure.h"

struct sqlite3;
struct sqlite3_stmt;

namespace presenced::store {

class Statement;

std::string sqlite_version();  // of the library: "3.40.1"

class Database {
 public:
  enum class Access : std::uint8_t { read_write, read_only };

  // Opens FILE. With read_write it is created if it is not there. Extended result codes, defensive mode and no
  // double-quoted strings from the first moment on; a busy database is waited for, 5 s at most.
  Database(const std::filesystem::path& file, Access access);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void execute(const char* sql);  // one or more statements without parameters and rows of interest
  Statement prepare(std::string_view sql);
  std::int64_t integer(std::string_view sql);  // the one value a query or pragma answers; 0 if it answers none
  std::string text(std::string_view sql);

  // Keeps the -wal and -shm files when the last connection closes, so that people who may read the folder but not
  // write into it can open the database while nobody else has it open (https://sqlite.org/wal.html#readonly).
  void keep_wal_files();

  // Whether the last connection that closes brings what is in the log into the file. It does, unless told otherwise.
  void checkpoint_at_close(bool does);

  // Brings the log into the file and empties it. False: a reader is in the way; nothing waits for it.
  bool empty_log();

  // Copies all of it, as of the transaction that is open or as of now, into the database `to`; `heard` after every few
  // megabytes.
  void copy_to(Database& to, const std::function<void()>& heard);

  // Calls `heard`, which must not throw, now and then while a statement runs, for as long as it lives.
  class Progress {
   public:
    Progress(Database& database, std::function<void()> heard);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

   private:
    Database& database_;
    std::function<void()> heard_;
  };

  // From then on a statement fails once `asked`, looked at every some ten milliseconds, says so. It must not throw. Not
  // beside a Progress.
  void give_up_when(std::function<bool()> asked);

  bool in_transaction() const;
  std::int64_t changes() const;  // rows changed by the last INSERT, UPDATE or DELETE
  std::int64_t last_insert_id() const;
  const std::filesystem::path& file() const { return file_; }

  [[noreturn]] void fail(int code, std::string_view doing) const;  // throws what the handle says about `code`

 private:
  friend class Statement;
  std::filesystem::path file_;
  Access access_;
  sqlite3* handle_ = nullptr;
  std::function<bool()> gives_up_;
};

// The rows of one running statement. Ends it when destroyed: an unfinished SELECT would keep its snapshot and stop the
// WAL from being reused. What text() returns lives until the next row.
class Rows {
 public:
  Rows(Database& database, sqlite3_stmt* statement) : database_(&database), statement_(statement) {}
  ~Rows();
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  bool next();  // false: no more rows
  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  std::optional<std::int64_t> maybe_integer(int column) const;
  std::string_view text(int column) const;
  int columns() const;

 private:
  friend class Statement;
  Database* database_;
  sqlite3_stmt* statement_;
};

class Statement {
 public:
  Statement(Database& database, std::string_view sql);
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;

  // Binds ?1, ?2, ... and runs it to its end.
  template <class... Values>
  void run(const Values&... values) {
    Rows rows = select(values...);
    while (rows.next()) {
    }
  }

  // Binds the columns of a row of any database, as they are, and runs it to its end.
  void run_with(const Rows& row);

  std::vector<std::string> columns() const;  // the names of those that it answers

  // Binds ?1, ?2, ... and is ready to step. One set of rows of a statement at a time.
  template <class... Values>
  [[nodiscard]] Rows select(const Values&... values) {
    int index = 0;
    (bind(++index, values), ...);
    return Rows(*database_, statement_);
  }

  // The first column of the first row, if there is one and it is not NULL.
  template <class... Values>
  std::optional<std::int64_t> first(const Values&... values) {
    Rows rows = select(values...);
    if (!rows.next()) return std::nullopt;
    return rows.maybe_integer(0);
  }

 private:
  void bind(int index, std::int64_t value);
  void bind(int index, const std::optional<std::int64_t>& value);
  void bind(int index, std::string_view value);
  void bind(int index, bool value) { bind(index, std::int64_t{value}); }
  void check(int code);

  Database* database_;
  sqlite3_stmt* statement_ = nullptr;
};

// A writing one begins at once as a writer; a reading one sees the database as of its first SELECT. Rolls back unless
// committed.
class Transaction {
 public:
  enum class Kind : std::uint8_t { writing, reading };

  explicit Transaction(Database& database, Kind kind = Kind::writing) : database_(database) {
    database_.execute(kind == Kind::writing ? "BEGIN IMMEDIATE" : "BEGIN");
  }
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() { database_.execute("COMMIT"); }

 private:
  Database& database_;
};

}  // namespace presenced::store
