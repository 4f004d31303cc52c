// What the daemon knows of itself, as figures for the metrics. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "control/answers.h"
#include "engine/group_presence.h"
#include "engine/snapshot.h"
#include "metrics/metrics.h"

namespace presenced::service {

// Of what is committed of a workspace.
using CommittedFigures = std::function<metrics::CommittedCounts(const std::string& workspace)>;

// `snapshots`: those that `status` was made of, in the same order; `groups`: of the same workspaces. Everybody in them
// is unknown while the history shows no sign of life (history::kAliveFor), as `presencectl now` has it.
metrics::Figures figures_of(const control::Status& status, const std::vector<engine::Snapshot>& snapshots,
                            const std::vector<std::vector<engine::GroupPresence>>& groups,
                            const CommittedFigures& committed, std::uint64_t store_failures);

}  // namespace presenced::service
