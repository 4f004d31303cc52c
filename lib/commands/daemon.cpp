#include "commands/daemon.h"

#include <fmt/format.h>

#include "commands/history.h"
#include "control/decode.h"
#include "net/unix_call.h"
#include "text/text.h"
#include "time/times.h"

namespace presenced::commands {
namespace {

// The daemon answers this at once, if its loop runs at all.
constexpr base::Millis kStatusLimit{10'000};
// Longer than the daemon's own limit (net/http_server.h), so that the daemon gets to report the reason.
constexpr base::Millis kLimit{310'000};

// About the newest run of the daemon, or why the history cannot be read.
std::string last_sign_of_life(const Request& request, const CommandContext& context) {
  try {
    const History history(request, context);
    const history::Recorder& run = history.recorder();
    if (run.started_at == base::WallTime{}) return fmt::format("{}: no daemon has ever recorded into it", request.db);
    if (!run.clean && history.now() == run.alive_at)
      return fmt::format("{}: presenced {} is recording into it; name its control socket with --socket FILE",
                         request.db, text::printable(run.version));
    return fmt::format("{}: the last daemon (presenced {}) was alive until {}, and {}", request.db,
                       text::printable(run.version), time::readable_moment(*history.zone(), run.alive_at),
                       run.clean ? "was stopped" : "did not end cleanly");
  } catch (const Refused& refused) {
    return refused.lines.front();
  }
}

}  // namespace

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
                                          : "the daemon refuses: " + text::printable(why)};
}

Refused no_daemon(const std::filesystem::path& socket, const Request& request, const CommandContext& context) {
  return {ExitStatus::failed,
          {fmt::format(
               "no answer on the control socket {}: presenced is not running, or uses another socket (--socket FILE)",
               text::printable(socket.string())),
           last_sign_of_life(request, context)}};
}

}  // namespace presenced::commands
