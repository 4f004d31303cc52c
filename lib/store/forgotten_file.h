// DATABASE.forgotten, beside the database: the ids of all who are never recorded again, once more. A backup that is put
// in the database's place does not know who was forgotten after it was made; this file does (store/purge.h merges it).
//
// Text, an id a line, between a first line that names the format and a last one that counts the ids, so that a file
// that is truncated is not taken for a shorter list. Replaced as a whole, never written in place. Mode and, where the
// system allows, owner are the database's.
#pragma once

#include <filesystem>
#include <optional>
#include <set>

#include "base/ids.h"
#include "store/failure.h"

namespace presenced::store {

class ForgottenFile {
 public:
  explicit ForgottenFile(const std::filesystem::path& database);

  const std::filesystem::path& path() const { return path_; }

  // Nothing: there is no such file. Throws StoreError (broken) for a file that cannot be read or is not such a list:
  // whoever went on without it would record somebody who was forgotten.
  std::optional<std::set<base::UserId>> read() const;

  // Durable when it returns. A failure leaves the file as it was; its class is `full` when there is no room, else
  // `busy`: the database itself is sound.
  [[nodiscard]] std::optional<Failure> write(const std::set<base::UserId>& users) const;

 private:
  std::filesystem::path database_;  // without links, like the names of SQLite's own files beside it
  std::filesystem::path path_;
};

}  // namespace presenced::store
