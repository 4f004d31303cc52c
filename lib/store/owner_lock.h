// One daemon a name of a database: the lock is on FILE.lock, beside the database. It also keeps a second daemon from
// beginning another file in the place of one that was moved away while its daemon runs. FileLock (store/file_lock.h)
// does the same for the file.
//
// flock(2): it ends with the process, however that ends. The file stays; it holds the process id of its last owner.
#pragma once

#include <filesystem>

namespace presenced::store {

class OwnerLock {
 public:
  // `database`: without symbolic links (store/file_name.h). Throws StoreError: busy when another process holds the
  // lock, with its id; broken when the file cannot be made.
  explicit OwnerLock(const std::filesystem::path& database);
  ~OwnerLock();
  OwnerLock(const OwnerLock&) = delete;
  OwnerLock& operator=(const OwnerLock&) = delete;

 private:
  int descriptor_ = -1;
};

}  // namespace presenced::store
