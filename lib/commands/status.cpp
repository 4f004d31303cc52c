// status, reload, reconnect: what only the running daemon can answer.
#include "commands/command.h"
#include "commands/daemon.h"
#include "commands/history.h"
#include "commands/places.h"
#include "commands/status_text.h"
#include "control/decode.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

// The daemon's answers have a form of their own (docs/schema/control), and no rows.
void refuse_csv(const Request& request) {
  if (request.format == rendering::Format::csv || request.format == rendering::Format::spreadsheet)
    throw Refused(ExitStatus::usage, request.command + " has no CSV form; use -o json");
}

bool for_people(const Request& request) { return request.format == rendering::Format::table; }

DaemonReply reply_to(const control::Request& question, const Request& request, const CommandContext& context) {
  refuse_csv(request);
  const auto socket = control_socket(request, context);
  auto reply = ask_daemon(socket, question);
  if (!reply) throw no_daemon(socket, request, context);
  return std::move(*reply);
}

template <class T>
const T& readable(const base::Result<T, std::string>& answer) {
  if (!answer) throw Refused(ExitStatus::failed, text::printable(answer.error()));
  return answer.value();
}

}  // namespace

ExitStatus status(const Request& request, const CommandContext& context) {
  const time::ZoneDatabase zones;
  const auto zone = zone_for(request, context, zones);
  const DaemonReply reply = reply_to(control::GetStatus{}, request, context);
  if (reply.status != 200) throw refused_by(reply);
  const auto answer = control::read_status(reply.body);
  const control::Status& said = readable(answer);
  std::string text = for_people(request) ? "" : reply.body;
  if (for_people(request))
    for (const std::string& line : status_lines(said, *zone)) text += line + "\n";
  context.output.write(text);
  return ExitStatus::answered;
}

// 422: the configuration is not valid, and the answer says why.
ExitStatus reload(const Request& request, const CommandContext& context) {
  const DaemonReply reply = reply_to(control::Reload{}, request, context);
  if (reply.status != 200 && reply.status != 422) throw refused_by(reply);
  const auto answer = control::read_reloaded(reply.body);
  const control::Reloaded& reloaded = readable(answer);
  if (!for_people(request)) context.output.write(reply.body);
  if (!reloaded.problems.empty()) {
    std::vector<std::string> lines;
    for (const config::Problem& problem : reloaded.problems) lines.push_back(text::printable(config::render(problem)));
    lines.emplace_back("nothing was changed; the running configuration stays in force");
    throw Refused(ExitStatus::failed, std::move(lines));
  }
  if (!for_people(request)) return ExitStatus::answered;
  std::string text = reloaded.changed.empty() ? "nothing has changed\n" : "";
  for (const std::string& change : reloaded.changed) text += "changed: " + text::printable(change) + "\n";
  context.output.write(text);
  return ExitStatus::answered;
}

ExitStatus reconnect(const Request& request, const CommandContext& context) {
  const DaemonReply reply = reply_to(control::Reconnect{}, request, context);
  if (reply.status != 200) throw refused_by(reply);
  const auto answer = control::read_reconnecting(reply.body);
  const control::Reconnecting& now = readable(answer);
  if (!for_people(request)) {
    context.output.write(reply.body);
    return ExitStatus::answered;
  }
  std::string text = now.workspaces.empty() ? "every connection is up; nothing to do\n" : "";
  for (const std::string& workspace : now.workspaces) text += "connecting now: " + text::printable(workspace) + "\n";
  context.output.write(text);
  return ExitStatus::answered;
}

}  // namespace presenced::commands
