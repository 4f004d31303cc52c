// Whether the write-ahead log (the -wal file) grows because a reader keeps it from being started over. Pure: told how
// large it is after each commit.
//
// A commit brings the log into the file once it has 4 MB, and the next one starts it over, unless somebody still reads
// an older state. One huge commit makes it large, too, but only until the next: so it takes two in a row.
#pragma once

#include <cstdint>

namespace presenced::store {

class LogGrowth {
 public:
  enum class Change : std::uint8_t { none, began, ended };

  explicit LogGrowth(std::uintmax_t most) : most_(most) {}

  Change observe(std::uintmax_t bytes) {
    const bool over = bytes > most_;
    const bool grew = over && last_ > most_ && bytes > last_;
    last_ = bytes;
    if (grows_ == over || (over && !grew)) return Change::none;
    grows_ = over;
    return over ? Change::began : Change::ended;
  }

 private:
  std::uintmax_t most_;
  std::uintmax_t last_ = 0;
  bool grows_ = false;
};

}  // namespace presenced::store
