// What the daemon knows of itself, as figures for the metrics. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "control/answers.h"
#include "engine/snapshot.h"
#include "metrics/metrics.h"
#include "supervise/tally.h"

namespace presenced::supervise {

// `snapshots`: those that `status` was made of, in the same order.
metrics::Figures figures_of(const control::Status& status, const std::vector<engine::Snapshot>& snapshots,
                            const Tally& tally, std::uint64_t store_failures);

}  // namespace presenced::supervise
