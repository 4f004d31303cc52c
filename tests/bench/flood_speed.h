// Transitions a second committed by the real presenced under a flood, beside the limits of the same run.
#pragma once

#include <cstddef>
#include <filesystem>

#include "bench/figures.h"

namespace presenced::bench {

struct FloodSize {
  std::size_t changes = 400'000;
  std::size_t rounds = 5;          // each contender in turn, in each of them
  std::filesystem::path packages;  // node_modules of the SDK stack
  double most_seconds = 200;       // no further round is begun that would take longer than that
};

// Throws std::runtime_error where a contender is wrong about the changes.
void measure_flood(const FloodSize& size, Figures& figures);

}  // namespace presenced::bench
