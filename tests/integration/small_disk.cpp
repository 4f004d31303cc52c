#include "integration/small_disk.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace presenced::test {

bool SmallDisk::possible() {
  const TempDir folder;
  if (mount("tmpfs", folder.path().c_str(), "tmpfs", MS_NOSUID | MS_NODEV, "size=64k") != 0) return false;
  umount2(folder.path().c_str(), MNT_DETACH);
  return true;
}

SmallDisk::SmallDisk(const std::string& size) {
  if (mount("tmpfs", path().c_str(), "tmpfs", MS_NOSUID | MS_NODEV, ("size=" + size).c_str()) != 0)
    throw std::system_error(errno, std::generic_category(), "mount " + path().string());
}

SmallDisk::~SmallDisk() { umount2(path().c_str(), MNT_DETACH); }

void SmallDisk::fill() const {
  const int file = open((path() / "filler").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) throw std::system_error(errno, std::generic_category(), "the file that fills the disk");
  const std::array<char, 4096> block{};
  while (write(file, block.data(), block.size()) > 0) {
  }
  const int error = errno;
  close(file);
  if (error != ENOSPC) throw std::system_error(error, std::generic_category(), "filling the disk");
}

void SmallDisk::make_read_only() const {
  if (mount(nullptr, path().c_str(), nullptr, MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV, nullptr) != 0)
    throw std::system_error(errno, std::generic_category(), "mount read-only " + path().string());
}

void SmallDisk::make_room() const { std::filesystem::remove(path() / "filler"); }

}  // namespace presenced::test
