// One daemon a database. The lock is held on FILE.lock, beside the database, because SQLite's own locks live on the
// database file itself and are lost when any handle on it is closed by hand
// (https://sqlite.org/howtocorrupt.html, 2.2).
//
// flock(2): it goes with the process, however that ends. The file stays; it holds the process id of its last owner.
#pragma once

#include <filesystem>

namespace presenced::store {

class OwnerLock {
 public:
  // Throws StoreError: busy when another process holds it, naming its id; broken when it cannot be made.
  explicit OwnerLock(const std::filesystem::path& database);
  ~OwnerLock();
  OwnerLock(const OwnerLock&) = delete;
  OwnerLock& operator=(const OwnerLock&) = delete;

 private:
  int descriptor_ = -1;
};

}  // namespace presenced::store
