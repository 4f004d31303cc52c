#include "logging/recent_trouble.h"

#include "runtime/clock.h"

namespace presenced::logging {

void RecentTrouble::write(const base::LogEntry& entry) {
  if (entry.level >= base::LogLevel::warning) {
    const std::lock_guard lock(mutex_);
    lines_.push_back({runtime::now().wall, entry.level == base::LogLevel::error, std::string(entry.event),
                      std::string(entry.workspace), entry.message});
    if (lines_.size() > kMost) lines_.pop_front();
  }
  log_.write(entry);
}

std::vector<control::LogLine> RecentTrouble::lines() const {
  const std::lock_guard lock(mutex_);
  return {lines_.begin(), lines_.end()};
}

}  // namespace presenced::logging
