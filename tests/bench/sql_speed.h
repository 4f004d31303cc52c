// How long the SQL samples of README.md and docs/HISTORY.md take, and one person's intervals of a year.
#pragma once

#include <filesystem>

#include "bench/figures.h"

namespace presenced::bench {

// Asks the history of two_years.h, with its people and days in place of those of the pages. Throws std::runtime_error.
void measure_sql(const std::filesystem::path& history, Figures& figures);

}  // namespace presenced::bench
