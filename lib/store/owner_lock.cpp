#include "store/owner_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "store/failure.h"

namespace presenced::store {
namespace {

std::string owner_of(int descriptor) {
  std::array<char, 32> text{};
  const ssize_t size = pread(descriptor, text.data(), text.size(), 0);
  std::string owner(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  while (!owner.empty() && owner.back() == '\n') owner.pop_back();
  return owner.empty() ? "unknown" : owner;
}

// What stands in the way of making a file in the folder, and what mends it.
std::string advice(const std::filesystem::path& folder, int error) {
  struct stat about {};
  if (error != EACCES || stat(folder.c_str(), &about) != 0)
    return "its folder must exist and be writable for the user presenced runs as";
  return fmt::format("{0} belongs to user {1} (mode {2:04o}), and presenced runs as user {3}; run: chown {3} {0}",
                     folder.string(), about.st_uid, about.st_mode & 07777U, geteuid());
}

}  // namespace

OwnerLock::OwnerLock(const std::filesystem::path& database) {
  const std::string file = database.string() + ".lock";
  descriptor_ = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (descriptor_ < 0) {
    const int error = errno;
    throw StoreError(Failure{FailureClass::broken, error,
                             fmt::format("{}: cannot create it: {}; {}", file, std::strerror(error),
                                         advice(database.parent_path(), error))});
  }
  if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    const std::string owner = owner_of(descriptor_);
    close(descriptor_);
    if (error != EWOULDBLOCK)
      throw StoreError(
          Failure{FailureClass::broken, error, fmt::format("{}: cannot lock: {}", file, std::strerror(error))});
    throw StoreError(Failure{FailureClass::busy, error,
                             fmt::format("{}: in use by process {}; stop that process first, or give this one another "
                                         "`history.path`",
                                         database.string(), owner)});
  }
  const std::string owner = fmt::format("{}\n", getpid());
  // The id is for people only: on a full disk the lock holds without it.
  [[maybe_unused]] const bool written =
      ftruncate(descriptor_, 0) == 0 && pwrite(descriptor_, owner.data(), owner.size(), 0) > 0;
}

OwnerLock::~OwnerLock() { close(descriptor_); }

}  // namespace presenced::store
