#include "store/file_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>

#include "store/failure.h"
#include "store/file_name.h"

namespace presenced::store {
namespace {

// "process 4242", as the kernel lists the holders of locks (proc_locks(5)): 1: FLOCK ADVISORY WRITE 4242 08:01:131 0
// EOF
std::string holder_of(const struct stat& state) {
  const std::string file = fmt::format("{:02x}:{:02x}:{}", major(state.st_dev), minor(state.st_dev), state.st_ino);
  std::ifstream locks("/proc/locks");
  for (std::string number, kind, mode, access, process, where, rest;
       locks >> number >> kind >> mode >> access >> process >> where && std::getline(locks, rest);)
    if (kind == "FLOCK" && where == file) return "process " + process;
  return "another process";
}

Failure cannot_open(const std::filesystem::path& file, int error) {
  return {FailureClass::broken, error,
          fmt::format("{}: cannot open: {}; the file and its folder must be writable for the user presenced runs as",
                      file.string(), std::strerror(error))};
}

}  // namespace

// SQLite would make the file itself, but readable for everyone. The -wal and -shm files take over its mode.
FileLock::FileLock(const std::filesystem::path& file)
    : descriptor_(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640)) {
  if (descriptor_ < 0) throw StoreError(cannot_open(file, errno));
  struct stat state {};
  std::optional<Failure> failure;
  if (fstat(descriptor_, &state) != 0)
    failure = cannot_open(file, errno);
  else if (flock(descriptor_, LOCK_EX | LOCK_NB) == 0)
    failure = refuse_other_names(file, state);
  else if (errno == EWOULDBLOCK)
    failure =
        Failure{FailureClass::busy, EWOULDBLOCK,
                fmt::format("{}: in use by {} under another name; stop that process first, or give this one another "
                            "`history.path`",
                            file.string(), holder_of(state))};
  else
    failure =
        Failure{FailureClass::broken, errno, fmt::format("{}: cannot lock: {}", file.string(), std::strerror(errno))};
  if (!failure) return;
  close(descriptor_);
  throw StoreError(*failure);
}

FileLock::~FileLock() { close(descriptor_); }

}  // namespace presenced::store
