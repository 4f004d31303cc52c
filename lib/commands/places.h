// Where the history, the configuration and the daemon's control socket are, when the command line does not name them.
#pragma once

#include <filesystem>
#include <string>

#include "commands/command_context.h"
#include "commands/request.h"

namespace presenced::commands {

// --config, else /etc/presenced/presenced.yaml.
std::string configuration_file(const Request& request);

// --db, else $PRESENCED_DB, else the history that --config names, else history.db in $STATE_DIRECTORY or
// /var/lib/presenced. Throws Refused when --config is needed and cannot be read; `doctor` reports that itself.
std::string history_file(const Request& request, const CommandContext& context);

// --socket, else $PRESENCED_SOCKET, else the socket that --config names, else control.sock in $RUNTIME_DIRECTORY or
// /run/presenced.
std::filesystem::path control_socket(const Request& request, const CommandContext& context);

}  // namespace presenced::commands
