// When a file that is being saved is worth reading: half a second after the last sign that somebody works on it. Saving
// is more than one step (truncate, write, rename, chmod), and reading in between would report a file that is half
// there. Somebody who never stops does not keep the others waiting: after 5 s a file is read anyway. Pure.
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
