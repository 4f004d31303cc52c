// An SQLite VFS (https://sqlite.org/vfs.html) over the one of the system that asks a Disk before everything it does and
// tells it what was done. While an object lives it is the default one, so that lib/store uses it without knowing.
//
// Differences from the one below: a sync is noted and not carried out (the tests' files need to survive no real power
// cut, and real syncs would take minutes); a sleep, which is how SQLite waits for a lock, takes no time; a write that
// is refused has put half of its bytes there, as a disk that becomes full does. Closing and unlocking always work.
#pragma once

#include <sqlite3.h>

#include "store_faults/disk.h"

namespace presenced::store_faults {

class FaultVfs {
 public:
  explicit FaultVfs(Disk& disk);  // which must outlive it
  ~FaultVfs();                    // with every connection closed
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

  struct Below {  // what the VFS's functions work with
    sqlite3_vfs* vfs;
    Disk* disk;
  };

 private:
  Below below_;
  sqlite3_vfs vfs_{};
};

}  // namespace presenced::store_faults
