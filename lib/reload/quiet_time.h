// When to read a file that is being saved: half a second after the last change. Saving takes several steps (truncate,
// write, rename, chmod), and a read in between would report half a file. A file that changes without a pause is read
// after 5 s anyway. Pure.
#pragma once

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <vector>

#include "base/time.h"

namespace presenced::reload {

class QuietTime {
 public:
  static constexpr base::Millis kQuiet{500};
  static constexpr base::Millis kLongest{5'000};

  void touched(const std::filesystem::path& file, base::MonoTime now);
  void forget() { touched_.clear(); }

  // When `take` is worth calling next; empty: nothing has been touched.
  std::optional<base::MonoTime> deadline() const;
  // The files that are due, each once.
  std::vector<std::filesystem::path> take(base::MonoTime now);

 private:
  struct Span {
    base::MonoTime first;
    base::MonoTime last;
    base::MonoTime due() const { return std::min(last + kQuiet, first + kLongest); }
  };
  std::map<std::filesystem::path, Span> touched_;
};

}  // namespace presenced::reload
