// A disk that is full, as long as this lives.
#pragma once

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <csignal>

namespace presenced::store::test {

// The process may make no file longer than this. Beyond it a write fails, as on a full disk (SIGXFSZ ignored).
class NoRoom {
 public:
  explicit NoRoom(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    REQUIRE(getrlimit(RLIMIT_FSIZE, &before_) == 0);
    set(bytes);
  }
  ~NoRoom() { set(before_.rlim_cur); }
  NoRoom(const NoRoom&) = delete;
  NoRoom& operator=(const NoRoom&) = delete;

 private:
  void set(rlim_t bytes) {
    const rlimit limit{bytes, before_.rlim_max};
    REQUIRE(setrlimit(RLIMIT_FSIZE, &limit) == 0);
  }
  rlimit before_{};
};

}  // namespace presenced::store::test
