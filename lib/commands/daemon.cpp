#include "commands/daemon.h"

#include <fmt/format.h>

#include "commands/history.h"
#include "control/decode.h"
#include "net/unix_call.h"
#include "text/text.h"
#include "time/times.h"

namespace presenced::commands {
namespace {

// How things stand is told at once, if the daemon's loop runs at all.
constexpr base::Millis kStatusLimit{10'000};
// Longer than the daemon takes to give up by itself (net/http_server.h), so that it is the daemon that says why.
constexpr base::Millis kLimit{310'000};

// Of the newest run of the daemon; nothing where the history cannot be read.
std::string last_sign_of_life(const Request& request, const CommandContext& context) {
  try {
    const History history(request, context);
    const history::Recorder& run = history.recorder();
    if (run.started_at == base::WallTime{}) return fmt::format("{}: no daemon ever recorded into it", request.db);
    if (!run.clean && history.now() == run.alive_at)
      return fmt::format("{}: presenced {} records into it at this moment, so its control socket is elsewhere",
                         request.db, text::printable(run.version));
    return fmt::format("{}: the last daemon (presenced {}) was alive until {}, and {}", request.db,
                       text::printable(run.version), time::readable_moment(*history.zone(), run.alive_at),
                       run.clean ? "was stopped" : "did not end cleanly");
  } catch (const Refused& refused) {
    return refused.lines.front();
  }
}

}  // namespace

std::filesystem::path control_socket(const Request& request, const CommandContext& context) {
  if (!request.socket.empty()) return request.socket;
  std::string folder = context.variable ? context.variable("RUNTIME_DIRECTORY").value_or("") : "";
  folder = folder.substr(0, folder.find(':'));  // systemd lists several that way (systemd.exec(5))
  return std::filesystem::path(folder.empty() ? "/run/presenced" : folder) / "control.sock";
}

std::optional<DaemonReply> ask_daemon(const std::filesystem::path& socket, const control::Request& question) {
  control::Written written = control::write(question);
  const bool at_once = std::holds_alternative<control::GetStatus>(question);
  net::UnixReply reply = net::unix_call(socket, {.method = written.method,
                                                 .target = written.target,
                                                 .body = std::move(written.body),
                                                 .limit = at_once ? kStatusLimit : kLimit});
  if (reply.failure.empty()) return DaemonReply{reply.status, std::move(reply.body)};
  if (reply.nobody_listens) return std::nullopt;
  throw Refused(ExitStatus::failed, reply.failure);
}

Refused refused_by(const DaemonReply& reply) {
  const std::string why = control::read_error(reply.body);
  return {ExitStatus::failed, why.empty() ? fmt::format("the daemon answered with HTTP status {}", reply.status)
                                          : "the daemon answers: " + text::printable(why)};
}

Refused no_daemon(const std::filesystem::path& socket, const Request& request, const CommandContext& context) {
  return {
      ExitStatus::failed,
      {fmt::format("presenced does not run, or its control socket is elsewhere: nobody answers on {} (--socket FILE)",
                   text::printable(socket.string())),
       last_sign_of_life(request, context)}};
}

}  // namespace presenced::commands
