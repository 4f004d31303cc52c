// POST /reconnect of the control socket: the next attempt to connect to Slack is made now.
#pragma once

#include <sys/types.h>

#include <optional>

#include "base/log.h"
#include "config/load.h"
#include "control/answers.h"
#include "supervise/workspaces.h"

namespace presenced::supervise {

// In each workspace with a connection that is down or waits, also after Slack rejected the token; the names on its
// watchlist are looked up again, too. Connections that are live are not disturbed. `loaded`: the configuration in
// force.
control::Reconnecting reconnect(Workspaces& workspaces, const config::Loaded& loaded, std::optional<uid_t> by,
                                base::LogSink& log);

}  // namespace presenced::supervise
