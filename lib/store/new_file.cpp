#include "store/new_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace presenced::store {

std::optional<Failure> make_new_file(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
  if (descriptor < 0)
    return Failure{FailureClass::broken, errno,
                   errno == EEXIST ? fmt::format("{}: already exists; not overwritten", file.string())
                                   : fmt::format("{}: cannot create it: {}", file.string(), std::strerror(errno))};
  ::close(descriptor);
  return std::nullopt;
}

void remove_new_file(const std::filesystem::path& file) {
  std::error_code ignored;  // what failed before is what is told
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(file.string() + suffix, ignored);
}

}  // namespace presenced::store
