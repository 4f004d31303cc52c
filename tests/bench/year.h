// A year of 500 people in one workspace, made from a seed: presence transitions in the order of time, a tenth as many
// of the status, and a connection that ends four times a day, which breaks the coverage of both facets of everybody.
#pragma once

#include <cstdint>
#include <string>

#include "store/history_db.h"

namespace presenced::bench {

inline constexpr int kPeople = 500;
inline constexpr std::int64_t kBegin = 1'735'689'600'000;  // 2025-01-01
inline constexpr std::int64_t kHour = 3'600'000;
inline constexpr std::int64_t kYear = 365 * 24 * kHour;

std::string year_user(int number);  // the id of one of them

// Writes `rows` presence transitions and what goes with them in batches of a few seconds, as the daemon would after an
// outage of the disk. Returns the moment of the last one, in milliseconds. Throws std::runtime_error.
std::int64_t write_year(store::HistoryDb& database, std::int64_t rows, std::uint64_t seed);

}  // namespace presenced::bench
