// One daemon a file, whatever it is called: a flock(2) on the database file itself, so on its device and inode.
// OwnerLock keeps a second daemon from the same name; this one also from another name of the same file (renamed while
// it is open, or mounted in a second place). flock(2) and SQLite's own locks, fcntl(2), do not meet.
//
// Closing the file takes away SQLite's locks on it from this process (https://sqlite.org/howtocorrupt.html, 2.2): make
// it before the first connection to the file, and destroy it after the last.
#pragma once

#include <filesystem>

namespace presenced::store {

class FileLock {
 public:
  // Makes the file (mode 0640) if it is not there. Throws StoreError: busy when another process holds the lock; broken
  // when the file cannot be opened, or has other names.
  explicit FileLock(const std::filesystem::path& file);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int descriptor_ = -1;
};

}  // namespace presenced::store
