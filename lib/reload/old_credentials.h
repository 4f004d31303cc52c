// A token that Slack refuses and that a reload could not renew. Pure.
#pragma once

#include <vector>

#include "base/log.h"
#include "config/load.h"
#include "engine/snapshot.h"
#include "reload/changes.h"

namespace presenced::reload {

// systemd 252 gives a service its credentials at its start only (https://systemd.io/CREDENTIALS/), so a reload does not
// bring a new token into force. Warns of each workspace whose token Slack still refuses.
void warn_of_old_credentials(const Changes& changes, const config::Loaded& in_force,
                             const std::vector<engine::Snapshot>& snapshots, base::LogSink& log);

}  // namespace presenced::reload
