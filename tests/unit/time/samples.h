// Shorthand of the tests of time and of what is built on it: moments, spans and zones with little writing.
#pragma once

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>

#include "history/span.h"
#include "time/zone_database.h"

namespace presenced::time {

inline base::WallTime ms(std::int64_t millis) { return base::wall_from_unix_ms(millis); }
inline history::Span span(std::int64_t from, std::int64_t to) { return {ms(from), ms(to)}; }

// A moment of UTC.
inline base::WallTime utc(int year, unsigned month, unsigned day, int hour = 0, int minute = 0, int second = 0) {
  const std::chrono::sys_days date = std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day};
  return base::WallTime{date.time_since_epoch()} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
         std::chrono::seconds{second};
}

inline std::shared_ptr<const Zone> zone(const std::string& name) {
  auto found = ZoneDatabase{}.find(name);
  if (!found) throw std::runtime_error("no zone " + name + ": is tzdata installed?");
  return found;
}

}  // namespace presenced::time
