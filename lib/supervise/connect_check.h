// `presenced check --connect`: asks Slack what the tokens of each workspace can do, and prints what that means, without
// starting anything: no socket, no history.
#pragma once

#include "config/load.h"
#include "supervise/exit_status.h"

namespace presenced::supervise {

// A report per workspace on stdout; on a terminal, progress on stderr. `stopped` when every workspace can be recorded
// as it is configured (setup::ConnectionReport::good); `failed` otherwise, on Ctrl-C, and when it takes longer than
// kCheckLimit.
ExitStatus check_connections(const config::Loaded& loaded);

}  // namespace presenced::supervise
