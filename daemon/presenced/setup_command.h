// `presenced setup`: from nothing to a configuration that has been tried out. What it asks and writes: lib/setup.
#pragma once

#include "command_line.h"
#include "config/environment.h"
#include "supervise/exit_status.h"

namespace presenced {

// On a terminal it asks for what the options leave open; elsewhere that is wrong usage, and the steps at Slack are
// printed. Writes nothing over a configuration that is there, except with --force. Ends with `check --connect`, whose
// status it returns.
supervise::ExitStatus set_up(const SetupOptions& options, const config::Environment& environment);

}  // namespace presenced
