#include "store_faults/fault_vfs.h"

#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <stdexcept>
#include <string>

namespace presenced::store_faults {
namespace {

// SQLite gives us szOsFile bytes: this, and behind it the file of the VFS below.
struct FaultFile : sqlite3_file {
  Disk* disk;
  sqlite3_file* real;
  std::string name;
};

constexpr int kOurs = (static_cast<int>(sizeof(FaultFile)) + 15) / 16 * 16;

const FaultVfs::Below& below(sqlite3_vfs* vfs) { return *static_cast<FaultVfs::Below*>(vfs->pAppData); }
FaultFile& ours(sqlite3_file* file) { return *static_cast<FaultFile*>(file); }

// ---- a file ----

int close_file(sqlite3_file* file) {
  FaultFile& self = ours(file);
  const int code = self.real->pMethods->xClose(self.real);
  std::destroy_at(&self);  // the memory is SQLite's
  return code;
}

int read_file(sqlite3_file* file, void* into, int size, sqlite3_int64 offset) {
  FaultFile& self = ours(file);
  if (const auto refused = self.disk->refuses(Operation::read)) return *refused;
  return self.real->pMethods->xRead(self.real, into, size, offset);
}

int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
  FaultFile& self = ours(file);
  const auto refused = self.disk->refuses(Operation::write);
  const int taken = refused ? size / 2 : size;
  const int code = self.real->pMethods->xWrite(self.real, from, taken, offset);
  if (code == SQLITE_OK)
    self.disk->wrote(self.name, static_cast<std::uint64_t>(offset),
                     {static_cast<const std::uint8_t*>(from), static_cast<std::size_t>(taken)});
  return refused.value_or(code);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  FaultFile& self = ours(file);
  if (const auto refused = self.disk->refuses(Operation::truncate)) return *refused;
  const int code = self.real->pMethods->xTruncate(self.real, size);
  if (code == SQLITE_OK) self.disk->truncated(self.name, static_cast<std::uint64_t>(size));
  return code;
}

int sync_file(sqlite3_file* file, int) {
  FaultFile& self = ours(file);
  if (const auto refused = self.disk->refuses(Operation::sync)) {
    self.disk->sync_failed(self.name);
    return *refused;
  }
  self.disk->synced(self.name);
  return SQLITE_OK;
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
  FaultFile& self = ours(file);
  if (const auto refused = self.disk->refuses(Operation::file_size)) return *refused;
  return self.real->pMethods->xFileSize(self.real, size);
}

int lock_file(sqlite3_file* file, int level) {
  FaultFile& self = ours(file);
  if (const auto refused = self.disk->refuses(Operation::lock)) return *refused;
  return self.real->pMethods->xLock(self.real, level);
}

int unlock_file(sqlite3_file* file, int level) { return ours(file).real->pMethods->xUnlock(ours(file).real, level); }

int reserved_lock(sqlite3_file* file, int* held) {
  FaultFile& self = ours(file);
  if (const auto refused = self.disk->refuses(Operation::lock)) return *refused;
  return self.real->pMethods->xCheckReservedLock(self.real, held);
}

int control_file(sqlite3_file* file, int operation, void* argument) {
  return ours(file).real->pMethods->xFileControl(ours(file).real, operation, argument);
}
int sector_size(sqlite3_file* file) { return ours(file).real->pMethods->xSectorSize(ours(file).real); }
int characteristics(sqlite3_file* file) { return ours(file).real->pMethods->xDeviceCharacteristics(ours(file).real); }

int map_shm(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
  FaultFile& self = ours(file);
  if (const auto refused = self.disk->refuses(Operation::shm_map)) return *memory = nullptr, *refused;
  return self.real->pMethods->xShmMap(self.real, region, size, extend, memory);
}

int lock_shm(sqlite3_file* file, int offset, int count, int flags) {
  FaultFile& self = ours(file);
  if ((flags & SQLITE_SHM_LOCK) != 0)
    if (const auto refused = self.disk->refuses(Operation::shm_lock)) return *refused;
  return self.real->pMethods->xShmLock(self.real, offset, count, flags);
}

void shm_barrier(sqlite3_file* file) { ours(file).real->pMethods->xShmBarrier(ours(file).real); }
int unmap_shm(sqlite3_file* file, int remove) { return ours(file).real->pMethods->xShmUnmap(ours(file).real, remove); }

constexpr sqlite3_io_methods kMethods = {
    2,         close_file,  read_file,     write_file,   truncate_file, sync_file,       size_of_file,
    lock_file, unlock_file, reserved_lock, control_file, sector_size,   characteristics, map_shm,
    lock_shm,  shm_barrier, unmap_shm,     nullptr,      nullptr};

// ---- the file system ----

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  file->pMethods = nullptr;
  const FaultVfs::Below& under = below(vfs);
  if (const auto refused = under.disk->refuses(Operation::open)) return *refused;
  auto* real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<std::uint8_t*>(file) + kOurs);
  const int code = under.vfs->xOpen(under.vfs, name, real, flags, out_flags);
  if (code != SQLITE_OK) {
    if (real->pMethods != nullptr) real->pMethods->xClose(real);
    return code;
  }
  new (file) FaultFile{{&kMethods}, under.disk, real, name == nullptr ? "" : name};
  if (name != nullptr) under.disk->opened(name);
  return SQLITE_OK;
}

int remove_file(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  const FaultVfs::Below& under = below(vfs);
  if (const auto refused = under.disk->refuses(Operation::remove)) return *refused;
  const int code = under.vfs->xDelete(under.vfs, name, sync_folder);
  if (code == SQLITE_OK) under.disk->removed(name);
  return code;
}

int access_file(sqlite3_vfs* vfs, const char* name, int flags, int* answer) {
  const FaultVfs::Below& under = below(vfs);
  if (const auto refused = under.disk->refuses(Operation::access)) return *answer = 0, *refused;
  return under.vfs->xAccess(under.vfs, name, flags, answer);
}

int full_name(sqlite3_vfs* vfs, const char* name, int size, char* into) {
  return below(vfs).vfs->xFullPathname(below(vfs).vfs, name, size, into);
}
int randomness(sqlite3_vfs* vfs, int size, char* into) {
  return below(vfs).vfs->xRandomness(below(vfs).vfs, size, into);
}
int sleep_not(sqlite3_vfs*, int microseconds) { return microseconds; }
int current_time(sqlite3_vfs* vfs, double* time) { return below(vfs).vfs->xCurrentTime(below(vfs).vfs, time); }
int last_error(sqlite3_vfs*, int, char*) { return 0; }  // no refusal of ours has an errno
int current_time_ms(sqlite3_vfs* vfs, sqlite3_int64* time) {
  return below(vfs).vfs->xCurrentTimeInt64(below(vfs).vfs, time);
}

}  // namespace

FaultVfs::FaultVfs(Disk& disk) : below_{sqlite3_vfs_find(nullptr), &disk} {
  vfs_.iVersion = 2;
  vfs_.szOsFile = kOurs + below_.vfs->szOsFile;
  vfs_.mxPathname = below_.vfs->mxPathname;
  vfs_.zName = "presenced-faults";
  vfs_.pAppData = &below_;
  vfs_.xOpen = open_file;
  vfs_.xDelete = remove_file;
  vfs_.xAccess = access_file;
  vfs_.xFullPathname = full_name;
  vfs_.xRandomness = randomness;
  vfs_.xSleep = sleep_not;
  vfs_.xCurrentTime = current_time;
  vfs_.xGetLastError = last_error;
  vfs_.xCurrentTimeInt64 = current_time_ms;
  if (sqlite3_vfs_register(&vfs_, 1) != SQLITE_OK) throw std::runtime_error("SQLite takes no VFS");
}

FaultVfs::~FaultVfs() {
  sqlite3_vfs_unregister(&vfs_);
  sqlite3_vfs_register(below_.vfs, 1);
}

}  // namespace presenced::store_faults
