// The running daemon, as a command asks it: over its control socket (control/request.h).
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "commands/command_context.h"
#include "commands/request.h"
#include "control/request.h"

namespace presenced::commands {

struct DaemonReply {
  int status = 0;  // HTTP's
  std::string body;
};

// --socket, else control.sock in $RUNTIME_DIRECTORY, else /run/presenced/control.sock.
std::filesystem::path control_socket(const Request& request, const CommandContext& context);

// Waits for the answer, which may take minutes where people's years are deleted. Empty: no daemon listens there. Throws
// Refused when it cannot be asked for another reason, or does not answer.
std::optional<DaemonReply> ask_daemon(const std::filesystem::path& socket, const control::Request& question);

// Why the daemon refused, as a refusal of ours.
Refused refused_by(const DaemonReply& reply);

// No daemon runs: says where it was looked for, and what the history knows of its end.
Refused no_daemon(const std::filesystem::path& socket, const Request& request, const CommandContext& context);

}  // namespace presenced::commands
