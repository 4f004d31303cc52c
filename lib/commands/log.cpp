// log: what changed, in the order in which it was committed. `log -f` goes on: follow.h.
#include <fmt/format.h>

#include "commands/command.h"
#include "commands/follow.h"
#include "commands/log_question.h"

namespace presenced::commands {
namespace {

void refuse_contradictions(const Request& request) {
  if (!request.follow) return;
  if (request.reverse)
    throw Refused(ExitStatus::usage, "-f and -r: what is followed has no newest change to begin with");
  if (request.until) throw Refused(ExitStatus::usage, "-f and --until: what is followed has no end");
  if (request.format == rendering::Format::json)
    throw Refused(ExitStatus::usage, "-f and -o json: one object has an end; use -o jsonl, an object for each change");
}

}  // namespace

ExitStatus log(const Request& request, const CommandContext& context) {
  refuse_contradictions(request);
  History history(request, context);
  LogQuestion ask = log_question(request, history);
  LogRows rows(history);
  SheetOutput sheet(request, context, ask.head, rendering::log_columns(rows.widest_name()));
  if (request.follow) return follow(history, ask, rows, sheet, request, context);
  if (request.reverse)
    tell_log(history, ask.filter, rows, sheet, store::Order::newest_first, request.newest);
  else
    tell_log(history, request.newest ? only_newest(history, ask.filter, *request.newest) : ask.filter, rows, sheet);
  sheet.end();
  if (request.after && request.format != rendering::Format::json)
    context.output.say(fmt::format("--after {} goes on from here", ask.last_seq));
  return ExitStatus::answered;
}

}  // namespace presenced::commands
