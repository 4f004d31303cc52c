// Two years of 500 people in one workspace, made from a seed: presence transitions between 7:00 and 19:00 UTC from
// Monday to Friday, a tenth as many of the status, and a connection that ends every eight hours, as Slack's do, and
// breaks the coverage of both facets of everybody for five seconds. Ten million transitions are 38 a person and day.
#pragma once

#include <cstdint>
#include <string>

#include "store/history_db.h"

namespace presenced::bench {

inline constexpr int kPeople = 500;
inline constexpr std::int64_t kBegin = 1'704'067'200'000;  // 2024-01-01, a Monday
inline constexpr std::int64_t kHour = 3'600'000;
inline constexpr std::int64_t kDay = 24 * kHour;
inline constexpr std::int64_t kTwoYears = 731 * kDay;  // 2024 is a leap year

std::string person_id(int number);  // of one of them

// Writes `rows` presence transitions and what goes with them in batches of a few seconds, as the daemon would after an
// outage of the disk. Returns the moment of the last one, in milliseconds. Throws std::runtime_error.
std::int64_t write_two_years(store::HistoryDb& database, std::int64_t rows, std::uint64_t seed);

}  // namespace presenced::bench
