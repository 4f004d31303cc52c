#include "files/durable.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "files/descriptor.h"

namespace presenced::files {

bool write_whole(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t bytes = ::write(descriptor, text.data(), text.size());
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(bytes));
  }
  return true;
}

int sync_folder_of(const std::filesystem::path& file) {
  const std::filesystem::path path = file.has_parent_path() ? file.parent_path() : ".";
  const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return !folder.ok() || ::fsync(folder.number()) != 0 ? errno : 0;
}

}  // namespace presenced::files
