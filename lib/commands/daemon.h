// Questions of a command to the running daemon, over its control socket (control/request.h).
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

// Waits for the answer, which may take minutes where years of records are deleted. Empty: no daemon listens there.
// Throws Refused when the question fails for another reason, or gets no answer.
std::optional<DaemonReply> ask_daemon(const std::filesystem::path& socket, const control::Request& question);

// The daemon's refusal, as one of this program.
Refused refused_by(const DaemonReply& reply);

// No daemon runs: names the socket that was tried, and what the history records about the last daemon.
Refused no_daemon(const std::filesystem::path& socket, const Request& request, const CommandContext& context);

}  // namespace presenced::commands
