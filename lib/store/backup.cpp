#include "store/backup.h"

#include <string>

#include "store/new_file.h"

namespace presenced::store {
namespace {

// What was copied is in WAL mode like the history, and could not be read on a read-only medium.
void make_single_file(Database& copy) {
  copy.integer("SELECT count(*) FROM sqlite_schema");  // takes up the mode that was copied
  if (const std::string mode = copy.text("PRAGMA journal_mode = DELETE"); mode != "delete")
    throw StoreError(Failure{FailureClass::broken, 0,
                             copy.file().string() + ": cannot be made a single file; its journal mode stays " + mode});
}

}  // namespace

std::optional<Failure> backup(Reader& reader, const std::filesystem::path& to, const std::function<void()>& progress) {
  if (auto failure = make_new_file(to)) return failure;
  try {
    Database copy(to, Database::Access::read_write);
    const Transaction moment(reader.database(), Transaction::Kind::reading);
    reader.database().integer("SELECT count(*) FROM workspace");  // from here on it is one moment
    reader.database().copy_to(copy, progress);
    make_single_file(copy);
    return std::nullopt;
  } catch (const StoreError& error) {
    remove_new_file(to);
    return error.failure();
  }
}

}  // namespace presenced::store
