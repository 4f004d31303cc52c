// The command line of the simulator.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/faults.h"

namespace presenced::sim {

struct Arguments {
  std::uint64_t first_seed = 1;
  std::uint64_t last_seed = 1;
  double hours = 24;
  std::vector<FaultKind> faults;
  std::filesystem::path directory;
  bool temporary = false;  // it is nobody's but ours
  bool verbose = false;    // the timeline of each failing seed, shrunk
};

struct Parsed {
  std::optional<Arguments> arguments;
  int status = 0;  // where there are none
};

Parsed parse_arguments(int argc, char** argv);

}  // namespace presenced::sim
