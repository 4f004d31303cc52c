#include "store/reader.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "store/resume.h"
#include "store/schema.h"

namespace presenced::store {
namespace {

// What SQLite would call "unable to open database file". By asking, and not by opening the file: closing it again would
// take SQLite's locks away from this process (https://sqlite.org/howtocorrupt.html, 2.2).
std::optional<Failure> why_unreadable(const std::filesystem::path& file) {
  const auto failure = [&](int code, std::string_view why) {
    return Failure{FailureClass::broken, code, fmt::format("{}: {}", file.string(), why)};
  };
  struct stat info {};
  if (stat(file.c_str(), &info) != 0) {
    if (errno == ENOENT) return failure(ENOENT, "there is no such file; presenced makes it when it first runs");
    if (errno == EACCES) return failure(EACCES, "its folder may not be entered; join the group that it belongs to");
    return failure(errno, fmt::format("cannot be looked at: {}", std::strerror(errno)));
  }
  if (S_ISDIR(info.st_mode)) return failure(EISDIR, "is a folder; name the file in it, as `history.path` does");
  if (!S_ISREG(info.st_mode)) return failure(EINVAL, "is not a file");
  if (faccessat(AT_FDCWD, file.c_str(), R_OK, AT_EACCESS) != 0)
    return failure(errno, "may not be read; join the group that it belongs to");
  return std::nullopt;
}

}  // namespace

base::Result<std::unique_ptr<Reader>, Failure> Reader::open(const std::filesystem::path& file) {
  if (auto failure = why_unreadable(file)) return *failure;
  try {
    std::unique_ptr<Reader> reader(new Reader(file));
    const SchemaState state = inspect_schema(reader->database_);
    if (state == SchemaState::empty)
      return Failure{FailureClass::broken, SQLITE_NOTADB,
                     fmt::format("{}: is empty; the daemon has not begun this history yet", file.string())};
    if (state == SchemaState::older)
      return Failure{FailureClass::broken, SQLITE_SCHEMA,
                     fmt::format("{}: was written by an older presenced (schema {}, this one reads {}); the daemon "
                                 "brings it up to date when it starts",
                                 file.string(), reader->database_.integer("PRAGMA user_version"), kSchemaVersion)};
    return reader;
  } catch (const StoreError& error) {
    return error.failure();
  }
}

Reader::Reader(const std::filesystem::path& file) : database_(file, Database::Access::read_only) {
  database_.execute(
      "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;");
}

base::Result<history::Resume, Failure> Reader::resume(const std::string& workspace) {
  try {
    return read_resume(database_, workspace);
  } catch (const StoreError& error) {
    return error.failure();
  }
}

}  // namespace presenced::store
