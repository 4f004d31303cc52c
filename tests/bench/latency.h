// How long a change takes from the socket to the disk, at a steady thousand a second.
#pragma once

#include <cstddef>

#include "bench/figures.h"

namespace presenced::bench {

// Throws std::runtime_error where a change is missing.
void measure_latency(std::size_t seconds, Figures& figures);

}  // namespace presenced::bench
