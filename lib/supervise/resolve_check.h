// `presenced check --resolve`: asks Slack about every name on the watchlists and prints whom they stand for, without
// starting anything: no socket, no history.
#pragma once

#include "config/load.h"
#include "supervise/exit_status.h"

namespace presenced::supervise {

// People on stdout, per workspace and group; warnings and, on a terminal, progress on stderr. `stopped` when every name
// stands for somebody that Slack knows, `failed` otherwise, on Ctrl-C and when it takes longer than kCheckLimit.
ExitStatus check_names(const config::Loaded& loaded);

}  // namespace presenced::supervise
