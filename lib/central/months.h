// The months that rows fall into, so that each has its partition before they are inserted.
#pragma once

#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "central/connection.h"

namespace presenced::central {

// Of UTC, counted from the beginning of the era.
inline std::int64_t month_of(std::int64_t unix_ms) {
  const std::chrono::sys_time<std::chrono::milliseconds> at{std::chrono::milliseconds{unix_ms}};
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(at)};
  return std::int64_t{int{day.year()}} * 12 + static_cast<std::int64_t>(unsigned{day.month()}) - 1;
}

// A moment of each month that was seen.
class Months {
 public:
  void see(std::int64_t unix_ms) {
    if (unix_ms >= from_ && unix_ms < until_) return;  // like the last one
    const std::int64_t month = month_of(unix_ms);
    moments_.emplace(month, unix_ms);
    const std::chrono::year_month first{std::chrono::year{static_cast<int>(month / 12)},
                                        std::chrono::month{static_cast<unsigned>(month % 12) + 1}};
    from_ = start(first);
    until_ = start(first + std::chrono::months{1});
  }
  const std::set<std::pair<std::int64_t, std::int64_t>>& moments() const { return moments_; }

 private:
  static std::int64_t start(std::chrono::year_month month) {
    const std::chrono::sys_days day{month / std::chrono::day{1}};
    return std::chrono::floor<std::chrono::milliseconds>(day.time_since_epoch()).count();
  }

  std::set<std::pair<std::int64_t, std::int64_t>> moments_;
  std::int64_t from_ = 0;
  std::int64_t until_ = 0;
};

// Remembers which partitions are there, for one transaction after the other. Forget it after a rollback.
class Partitions {
 public:
  void make(Connection& connection, const std::string& table, const Months& months) {
    for (const auto& [month, moment] : months.moments())
      if (made_.emplace(table, month).second)
        connection.query("SELECT make_month($1, $2)", {table, std::to_string(moment)});
  }
  void forget() { made_.clear(); }

 private:
  std::set<std::pair<std::string, std::int64_t>> made_;
};

}  // namespace presenced::central
