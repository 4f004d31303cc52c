// A disk that fails on command, and knows what a power cut would leave of each file. Told by the VFS (fault_vfs.h) what
// SQLite is about to do; decides whether it works. Knows nothing of SQLite but its result codes, which are numbers
// here.
//
// What is modelled of a power cut: a file keeps what it held at its last successful sync. Of what was written after
// that, nothing is left, or any sectors, or all of it (Tail). Memory that processes share (-shm) is gone. A failed
// sync drops what it was to write for good: the kernel marks the pages clean, and the next sync, though it answers
// success, does not write them (https://lwn.net/Articles/752063/). Directory entries are taken as durable at once.
//
// Used from several threads.
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace presenced::store_faults {

enum class Operation : std::uint8_t {
  open,
  read,
  write,
  truncate,
  sync,
  file_size,
  remove,
  access,
  lock,
  shm_map,
  shm_lock,
};
inline constexpr std::size_t kOperations = 11;
std::string_view name_of(Operation operation);

struct Fault {
  enum class Extent : std::uint8_t {
    once,
    for_ever,   // until lift()
    power_cut,  // nothing works any more until restart()
  };
  Operation operation{};
  std::uint64_t nth = 0;  // counted from arm(), the first is 1
  int code = 0;           // what SQLite is told
  Extent extent = Extent::once;
};

enum class Tail : std::uint8_t {  // what a power cut leaves of what was written since the last sync
  none,
  some,  // any of its sectors, by a seed
  all,   // the kernel was quick
};

class Disk {
 public:
  using Bytes = std::vector<std::uint8_t>;

  // ---- for the test ----
  void arm(const Fault& fault);
  void lift();
  std::uint64_t struck() const;  // how often the fault has struck since arm()
  bool wait_until_struck(std::uint64_t times, std::chrono::seconds limit) const;  // false: not within the limit
  bool dead() const;
  // After a power cut, with every connection closed: the files become what is left of them, and everything works.
  void restart(Tail tail, std::uint64_t seed);

  // ---- for the VFS ----
  std::optional<int> refuses(Operation operation);  // with this code; to be asked once before every operation
  void opened(const std::string& file);
  void wrote(const std::string& file, std::uint64_t offset, std::span<const std::uint8_t> bytes);
  void truncated(const std::string& file, std::uint64_t size);
  void synced(const std::string& file);
  void sync_failed(const std::string& file);
  void removed(const std::string& file);

 private:
  struct Change {  // since the last sync
    std::uint64_t offset = 0;
    std::optional<Bytes> bytes;  // empty: the file was cut off at `offset`
  };
  struct File {
    Bytes durable;
    std::vector<Change> pending;
  };
  static void apply(Bytes& image, std::uint64_t offset, std::span<const std::uint8_t> bytes);
  static void apply(Bytes& image, const Change& change);

  mutable std::mutex mutex_;
  mutable std::condition_variable strikes_;
  std::optional<Fault> fault_;
  std::array<std::uint64_t, kOperations> counts_{};
  std::uint64_t struck_ = 0;
  bool dead_ = false;
  std::map<std::string, File> files_;
};

}  // namespace presenced::store_faults
