// What a purge of 100,000 transitions takes of the writer's time, and how long a commit may have to wait for it.
#pragma once

#include <filesystem>

#include "bench/figures.h"

namespace presenced::bench {

// Purges five people of two_years.h from a copy of `history`, which is removed afterwards. Throws std::runtime_error.
void measure_purge(const std::filesystem::path& history, Figures& figures);

}  // namespace presenced::bench
