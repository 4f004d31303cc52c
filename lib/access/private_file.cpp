#include "access/private_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/escape.h"
#include "files/descriptor.h"
#include "files/durable.h"

namespace presenced::access {
namespace {

constexpr mode_t kNewMode = 0640;

std::string failed(const std::filesystem::path& file, std::string_view doing) {
  return fmt::format("{}: cannot {}: {}", base::printable(file.string()), doing, std::strerror(errno));
}

// What the system does not allow is left: the writer stays the owner, and the mode that of a new file.
void give_to_owner_of(const std::filesystem::path& replaced, int file) {
  struct stat info {};
  if (::stat(replaced.c_str(), &info) != 0) return;
  constexpr auto kSame = static_cast<uid_t>(-1);
  if (::fchown(file, info.st_uid, info.st_gid) != 0 && ::fchown(file, kSame, info.st_gid) != 0) return;
  ::fchmod(file, info.st_mode & 0770);
}

}  // namespace

std::optional<FileMark> mark_of(const std::filesystem::path& file) {
  struct stat info {};
  if (::stat(file.c_str(), &info) != 0) return std::nullopt;
  constexpr std::int64_t kNanoseconds = 1'000'000'000;
  return FileMark{info.st_dev, info.st_ino, info.st_ctim.tv_sec * kNanoseconds + info.st_ctim.tv_nsec, info.st_size};
}

base::Result<FileText, std::string> read_private_file(const std::filesystem::path& file) {
  const files::Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!opened.ok() && errno == ENOENT) return FileText{};
  struct stat info {};
  if (!opened.ok() || ::fstat(opened.number(), &info) != 0) return failed(file, "read it");
  if ((info.st_mode & 07) != 0)
    return fmt::format("{}: everybody on this machine can use it (mode {:04o}); chmod 0640 it",
                       base::printable(file.string()), info.st_mode & 07777);
  FileText whole;
  std::array<char, 16 * 1024> part{};
  while (true) {
    const ssize_t bytes = ::read(opened.number(), part.data(), part.size());
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes < 0) return failed(file, "read it");
    if (bytes == 0) return whole;
    whole.text.append(part.data(), static_cast<std::size_t>(bytes));
  }
}

std::string replace_private_file(const std::filesystem::path& file, std::string_view text) {
  const std::filesystem::path fresh = file.string() + ".new";
  const files::Descriptor made(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kNewMode));
  if (!made.ok() && errno == EEXIST)
    return fmt::format("{} is being written by another program; try again, or remove {} if none is",
                       base::printable(file.string()), base::printable(fresh.string()));
  if (!made.ok()) return failed(file, "write it");
  ::fchmod(made.number(), kNewMode);  // whatever the umask
  give_to_owner_of(file, made.number());
  const bool written = files::write_whole(made.number(), text) && ::fsync(made.number()) == 0;
  if (written && ::rename(fresh.c_str(), file.c_str()) == 0) {
    errno = files::sync_folder_of(file);
    if (errno == 0) return {};
  }
  std::string why = failed(file, "write it");
  ::unlink(fresh.c_str());
  return why;
}

}  // namespace presenced::access
