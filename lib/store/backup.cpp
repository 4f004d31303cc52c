#include "store/backup.h"

#include "store/new_file.h"

namespace presenced::store {

std::optional<Failure> backup(Reader& reader, const std::filesystem::path& to, const std::function<void()>& progress) {
  if (auto failure = make_new_file(to)) return failure;
  try {
    Database copy(to, Database::Access::read_write);
    const Transaction moment(reader.database(), Transaction::Kind::reading);
    reader.database().integer("SELECT count(*) FROM workspace");  // from here on it is one moment
    reader.database().copy_to(copy, progress);
    return std::nullopt;
  } catch (const StoreError& error) {
    remove_new_file(to);
    return error.failure();
  }
}

}  // namespace presenced::store
