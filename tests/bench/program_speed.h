// How long presencectl takes as its users wait for it: whole processes, one after the other.
#pragma once

#include <filesystem>

#include "bench/figures.h"

namespace presenced::bench {

// Asks the history of two_years.h. A child's memory is never less than what this process held when it started it, so
// call this before anything large. Throws std::runtime_error when a command fails.
void measure_program(const std::filesystem::path& history, Figures& figures);

}  // namespace presenced::bench
