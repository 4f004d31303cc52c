// A token that Slack refuses and that a reload could not renew. Pure.
#pragma once

#include <vector>

#include "base/log.h"
#include "config/load.h"
#include "engine/snapshot.h"
#include "reload/changes.h"

namespace presenced::reload {

// A reload after a new token was put in place is what one tries first, and systemd 252 gives a service its credentials
// at its start only (https://systemd.io/CREDENTIALS/). Warns of each workspace where that was in vain.
void warn_of_old_credentials(const Changes& changes, const config::Loaded& in_force,
                             const std::vector<engine::Snapshot>& snapshots, base::LogSink& log);

}  // namespace presenced::reload
