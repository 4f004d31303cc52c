// The real presenced binary as a child process, with its log in a file.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace presenced::test {

class DaemonProcess {
 public:
  // Starts BINARY with these arguments; stdout and stderr are appended to `log`.
  DaemonProcess(const std::filesystem::path& binary, const std::vector<std::string>& arguments,
                std::filesystem::path log);
  ~DaemonProcess();  // kills it if it still runs
  DaemonProcess(const DaemonProcess&) = delete;
  DaemonProcess& operator=(const DaemonProcess&) = delete;

  pid_t pid() const { return pid_; }  // to look it up under /proc, while it runs
  void signal(int number) const;
  // The exit status, or 128 + the signal it died of; empty: it still runs after `limit`.
  std::optional<int> wait(base::Millis limit);
  std::string log() const;

 private:
  std::filesystem::path log_;
  pid_t pid_ = -1;
  std::optional<int> status_;
};

// Looks again and again until the condition holds; false: it did not within `limit`.
template <class Condition>
bool eventually(const Condition& condition, base::Millis limit = base::Millis{20'000});

void look_again_later();  // a few milliseconds

template <class Condition>
bool eventually(const Condition& condition, base::Millis limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    look_again_later();
  }
  return true;
}

}  // namespace presenced::test
