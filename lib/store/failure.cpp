#include "store/failure.h"

#include <sqlite3.h>

namespace presenced::store {

FailureClass classify(int extended_code) {
  if (extended_code == SQLITE_IOERR_CORRUPTFS) return FailureClass::broken;  // the kernel says the file system is bad
  switch (extended_code & 0xff) {                                            // the lowest byte is the primary code
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return FailureClass::busy;
    case SQLITE_FULL:
    case SQLITE_IOERR:  // ENOSPC arrives as a failed write, a quota or a flaky disk likewise: all may pass
    case SQLITE_NOMEM:
      return FailureClass::full;
    default:  // CORRUPT, NOTADB, CANTOPEN, READONLY, PERM, and our own mistakes
      return FailureClass::broken;
  }
}

}  // namespace presenced::store
