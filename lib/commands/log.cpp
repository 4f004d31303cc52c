// log: changes, in the order in which they were committed. `log -f` continues with new ones: follow.h, hook.h.
#include <fmt/format.h>

#include "commands/command.h"
#include "commands/follow.h"
#include "commands/group_log.h"
#include "commands/hook.h"
#include "commands/hook_receiver.h"
#include "commands/log_question.h"
#include "time/times.h"

namespace presenced::commands {
namespace {

void refuse_contradictions(const Request& request) {
  if (!request.follow) return;
  if (request.reverse) throw Refused(ExitStatus::usage, "--reverse cannot be combined with --follow");
  if (request.until) throw Refused(ExitStatus::usage, "--until cannot be combined with --follow");
  if (request.format == rendering::Format::json)
    throw Refused(ExitStatus::usage, "-o json cannot be combined with --follow; use -o jsonl, one object a line");
}

// Why there are no rows: "nothing since Fri 2026-11-20 00:00:00; the newest record is of Thu 2026-11-19 17:03:12".
std::string nothing_text(History& history, const LogQuestion& ask) {
  LogQuestion whole = ask;
  whole.filter.window = {base::WallTime::min(), base::WallTime::max()};
  whole.filter.after = 0;
  std::optional<base::WallTime> newest;
  each_wanted(history, whole, store::Order::newest_first, [&](const history::LogEntry& entry) {
    newest = entry.transition.at;
    return false;
  });
  if (!newest) return "nothing recorded that matches";
  const auto shown = [&](base::WallTime at) { return time::readable_moment(*history.zone(), at); };
  const auto& window = ask.filter.window;
  std::string where = ask.filter.after > 0 ? fmt::format(" after {}", ask.filter.after) : "";
  if (window.from != base::WallTime::min()) where += " since " + shown(window.from);
  if (window.to != base::WallTime::max()) where += " until " + shown(window.to);
  return fmt::format("nothing{}; the newest record is of {}", where, shown(*newest));
}

}  // namespace

ExitStatus log(const Request& request, const CommandContext& context) {
  refuse_contradictions_of_hook(request);
  if (request.facet == kGroupFacet) return group_log(request, context);
  refuse_contradictions(request);
  History history(request, context);
  LogQuestion ask = log_question(request, history);
  if (wants_hook(request)) return deliver(history, ask, request, context);
  LogRows rows(history);
  SheetOutput sheet(request, context, ask.head, rows.columns());
  if (request.follow) return follow(history, ask, rows, sheet, request, context);
  if (request.reverse)
    print_log(history, ask, rows, sheet, store::Order::newest_first, request.newest);
  else
    print_log(history, request.newest ? only_newest(history, ask, *request.newest) : ask, rows, sheet);
  if (context.style.terminal) sheet.note(rows.legend());
  sheet.end();
  if (sheet.rows() == 0 && request.newest != 0) context.output.say(nothing_text(history, ask));
  if (request.after && request.format != rendering::Format::json)
    context.output.say(fmt::format("to continue from here, use --after {}", ask.last_seq));
  return ExitStatus::answered;
}

}  // namespace presenced::commands
