#include "store/log_readers.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <fstream>

namespace presenced::store {
namespace {

// Of the -shm file. A reader holds the lock of one of five slots; what the slot says is the last frame of the log that
// it sees. Slot 0 sees none.
constexpr std::size_t kSlots = 5;
constexpr off_t kFrames = 100;
constexpr off_t kSlotLocks = 123;

// Not of this process: fcntl(2) does not report its own locks.
std::optional<pid_t> holder_of_slot(int shared, std::size_t slot) {
  struct flock wanted {};
  wanted.l_type = F_WRLCK;
  wanted.l_whence = SEEK_SET;
  wanted.l_start = kSlotLocks + static_cast<off_t>(slot);
  wanted.l_len = 1;
  if (fcntl(shared, F_GETLK, &wanted) != 0 || wanted.l_type == F_UNLCK || wanted.l_pid <= 0) return std::nullopt;
  return wanted.l_pid;
}

std::string in_words(pid_t process) {
  std::ifstream file(fmt::format("/proc/{}/comm", process));
  std::string name;
  std::getline(file, name);
  return name.empty() ? fmt::format("process {}", process) : fmt::format("process {} ({})", process, name);
}

}  // namespace

LogReaders::~LogReaders() {
  if (descriptor_ >= 0) close(descriptor_);
}

std::optional<std::string> LogReaders::oldest() {
  // F_GETLK asks about a lock that is not taken, so reading suffices.
  if (descriptor_ < 0) descriptor_ = open((database_.string() + "-shm").c_str(), O_RDONLY | O_CLOEXEC);
  std::array<std::uint32_t, kSlots> frames{};
  if (descriptor_ < 0 || pread(descriptor_, frames.data(), sizeof frames, kFrames) != sizeof frames)
    return std::nullopt;
  std::optional<pid_t> oldest;
  std::uint32_t oldest_frame = UINT32_MAX;
  for (std::size_t slot = 0; slot < kSlots; ++slot) {
    const std::optional<pid_t> holder = holder_of_slot(descriptor_, slot);
    if (!holder || frames.at(slot) > oldest_frame) continue;
    oldest = holder;
    oldest_frame = frames.at(slot);
  }
  if (!oldest) return std::nullopt;
  return in_words(*oldest);
}

}  // namespace presenced::store
