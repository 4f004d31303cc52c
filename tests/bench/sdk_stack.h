// The stack that presenced is compared with (sdk_stack.js), under the same flood.
#pragma once

#include <filesystem>
#include <string>

#include "bench/flood_frames.h"
#include "bench/ingest_limits.h"

namespace presenced::bench {

// Why it cannot run here; empty: it can. `packages`: a node_modules folder.
std::string sdk_stack_missing(const std::filesystem::path& packages);

// Over plain loopback. `table_sql` as in RecordedRows. Throws std::runtime_error, also if a change is missing.
Cost flood_sdk_stack(const std::filesystem::path& packages, const FloodFrames& frames, const std::string& table_sql);

}  // namespace presenced::bench
