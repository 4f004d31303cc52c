#include "reload/quiet_time.h"

#include <algorithm>

namespace presenced::reload {

void QuietTime::touched(const std::filesystem::path& file, base::MonoTime now) {
  touched_.try_emplace(file, Span{now, now}).first->second.last = now;
}

std::optional<base::MonoTime> QuietTime::deadline() const {
  std::optional<base::MonoTime> first;
  for (const auto& [file, span] : touched_) first = std::min(first.value_or(span.due()), span.due());
  return first;
}

std::vector<std::filesystem::path> QuietTime::take(base::MonoTime now) {
  std::vector<std::filesystem::path> due;
  for (auto one = touched_.begin(); one != touched_.end();) {
    if (one->second.due() > now) {
      ++one;
      continue;
    }
    due.push_back(one->first);
    one = touched_.erase(one);
  }
  return due;
}

}  // namespace presenced::reload
