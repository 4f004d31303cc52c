#include "store/backup.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace presenced::store {

std::optional<Failure> backup(Reader& reader, const std::filesystem::path& to, const std::function<void()>& progress) {
  const int descriptor = ::open(to.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
  if (descriptor < 0)
    return Failure{FailureClass::broken, errno,
                   errno == EEXIST ? fmt::format("{}: is there already; a backup overwrites nothing", to.string())
                                   : fmt::format("{}: cannot make it: {}", to.string(), std::strerror(errno))};
  ::close(descriptor);
  try {
    Database copy(to, Database::Access::read_write);
    const Transaction moment(reader.database(), Transaction::Kind::reading);
    reader.database().integer("SELECT count(*) FROM workspace");  // from here on it is one moment
    reader.database().copy_to(copy, progress);
    return std::nullopt;
  } catch (const StoreError& error) {
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(to.string() + suffix, ignored);
    return error.failure();
  }
}

}  // namespace presenced::store
