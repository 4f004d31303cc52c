// What the daemon knows of itself, as figures for the metrics. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "control/answers.h"
#include "engine/snapshot.h"
#include "metrics/metrics.h"

namespace presenced::service {

// The counters of what is committed of a workspace; the rest of them is as made.
using CommittedFigures = std::function<metrics::CommittedCounts(const std::string& workspace)>;

// `snapshots`: those that `status` was made of, in the same order.
metrics::Figures figures_of(const control::Status& status, const std::vector<engine::Snapshot>& snapshots,
                            const CommittedFigures& committed, std::uint64_t store_failures);

}  // namespace presenced::service
