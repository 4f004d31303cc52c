#include "store/reader.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/group_name.h"
#include "store/file_name.h"
#include "store/resume.h"
#include "store/schema.h"

namespace presenced::store {
namespace {

// What SQLite would call "unable to open database file". By asking, and not by opening the file: closing it again would
// take SQLite's locks away from this process (https://sqlite.org/howtocorrupt.html, 2.2).
std::optional<Failure> why_unreadable(const std::filesystem::path& file, struct stat& info) {
  const auto failure = [&](int code, std::string_view why) {
    return Failure{FailureClass::broken, code, fmt::format("{}: {}", file.string(), why)};
  };
  if (stat(file.c_str(), &info) != 0) {
    if (errno == ENOENT) return failure(ENOENT, "no such file; presenced creates it on its first run");
    if (errno == EACCES) return failure(EACCES, "permission denied for its folder; ask to be added to its group");
    return failure(errno, fmt::format("cannot be examined: {}", std::strerror(errno)));
  }
  if (S_ISDIR(info.st_mode)) return failure(EISDIR, "is a folder; name the file in it, as `history.path` does");
  if (!S_ISREG(info.st_mode)) return failure(EINVAL, "is not a file");
  if (faccessat(AT_FDCWD, file.c_str(), R_OK, AT_EACCESS) != 0)
    return failure(errno, fmt::format("permission denied (group {}, mode {:04o}); ask to be added to the group",
                                      base::group_name(info.st_gid), info.st_mode & 07777));
  return std::nullopt;
}

// Whether it is in WAL mode (https://sqlite.org/fileformat2.html#file_format_version_numbers). Only for a file that no
// connection of this process has open, because closing it takes their locks away.
bool has_log(const std::filesystem::path& file) {
  constexpr std::size_t kWriteVersion = 18;
  std::array<char, kWriteVersion + 1> header{};
  std::ifstream(file, std::ios::binary).read(header.data(), header.size());
  return header[kWriteVersion] == 2;
}

// A history of the daemon's is in WAL mode. It cannot be read where its -wal and -shm are not there and cannot be made,
// and then SQLite says "unable to open database file" and nothing more.
Failure explained(const std::filesystem::path& file, Failure failure) {
  const int primary = failure.code & 0xff;
  if (primary != SQLITE_CANTOPEN && primary != SQLITE_READONLY) return failure;
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  if (faccessat(AT_FDCWD, folder.c_str(), W_OK, AT_EACCESS) == 0) return failure;
  const std::string_view where =
      errno == EROFS ? "is on a read-only medium" : "is in a folder without write permission";
  failure.message = fmt::format(
      "{0}: {1}, and its write-ahead log cannot be opened there; copy {0}, and {0}-wal if it exists, to a folder "
      "that you can write to, and query the copy. A file made with `presencectl backup` can be queried in place",
      file.string(), where);
  return failure;
}

}  // namespace

base::Result<std::unique_ptr<Reader>, Failure> Reader::open(const std::filesystem::path& named, Names names) {
  const std::filesystem::path file = followed(named);
  struct stat info {};
  if (auto failure = why_unreadable(file, info)) return *failure;
  if (names == Names::one && info.st_nlink > 1 && has_log(file)) return *refuse_other_names(file, info);
  try {
    std::unique_ptr<Reader> reader(new Reader(file));
    const SchemaState state = inspect_schema(reader->database_);
    if (state == SchemaState::empty)
      return Failure{FailureClass::broken, SQLITE_NOTADB,
                     fmt::format("{}: is empty; the daemon has not recorded anything yet", file.string())};
    if (state == SchemaState::older)
      return Failure{FailureClass::broken, SQLITE_SCHEMA,
                     fmt::format("{}: was written by an older presenced (schema {}, this one reads {}); the daemon "
                                 "upgrades it when it starts",
                                 file.string(), reader->database_.integer("PRAGMA user_version"), kSchemaVersion)};
    return reader;
  } catch (const StoreError& error) {
    return explained(file, error.failure());
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
