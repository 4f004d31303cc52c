#include "config/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "files/descriptor.h"

namespace presenced::config {
namespace {

FileError unreadable() { return {"cannot be read: " + std::generic_category().message(errno)}; }

}  // namespace

std::filesystem::path absolute_path(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::path absolute = std::filesystem::current_path(error);
  if (path.is_absolute() || error) return path;
  auto part = path.begin();
  for (; part != path.end() && (*part == "." || *part == ".."); ++part)
    if (*part == "..") absolute = absolute.parent_path();  // the current directory's path has no links in it
  for (; part != path.end(); ++part) absolute /= *part;
  return absolute;
}

base::Result<FileText, FileError> read_file(const std::filesystem::path& path, std::size_t limit) {
  const files::Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (file.number() < 0) return unreadable();
  struct stat about {};
  if (::fstat(file.number(), &about) != 0) return unreadable();
  if (!S_ISREG(about.st_mode)) return FileError{"is not a regular file"};

  FileText result{.text = {}, .mode = about.st_mode & 07777u};
  char block[16 * 1024];
  for (;;) {
    const ssize_t count = ::read(file.number(), block, sizeof block);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return unreadable();
    if (count == 0) return result;
    result.text.append(block, static_cast<std::size_t>(count));
    if (result.text.size() > limit) return FileError{fmt::format("is larger than {} bytes", limit)};
  }
}

}  // namespace presenced::config
