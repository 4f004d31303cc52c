// What the system calls behind each operation answer: ENOSPC, EIO and locks that others hold.
#pragma once

#include <sqlite3.h>

#include "store_faults/disk.h"

namespace presenced::store_faults {

struct Kind {
  Operation operation;
  int code;
};

inline constexpr Kind kKinds[] = {
    {Operation::write, SQLITE_FULL},
    {Operation::write, SQLITE_IOERR_WRITE},
    {Operation::sync, SQLITE_IOERR_FSYNC},
    {Operation::truncate, SQLITE_IOERR_TRUNCATE},
    {Operation::read, SQLITE_IOERR_READ},
    {Operation::file_size, SQLITE_IOERR_FSTAT},
    {Operation::access, SQLITE_IOERR_ACCESS},
    {Operation::remove, SQLITE_IOERR_DELETE},
    {Operation::open, SQLITE_CANTOPEN},
    {Operation::lock, SQLITE_IOERR_LOCK},
    {Operation::lock, SQLITE_BUSY},
    {Operation::shm_map, SQLITE_IOERR_SHMSIZE},
    {Operation::shm_lock, SQLITE_IOERR_SHMLOCK},
    {Operation::shm_lock, SQLITE_BUSY},
};

}  // namespace presenced::store_faults
