#include "commands/follow.h"

#include <fmt/format.h>

#include <utility>

#include "commands/recorder_watch.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

constexpr std::int64_t kBeginWith = 10;  // as tail -f and journalctl -f

// What there is by now: all of it with --since or --after, which say where to begin.
void print_beginning(History& history, const LogQuestion& ask, LogRows& rows, SheetOutput& sheet,
                     const Request& request) {
  const bool said_where = request.since || request.after;
  if (said_where && !request.newest) return print_log(history, ask, rows, sheet);
  print_log(history, only_newest(history, ask, request.newest.value_or(kBeginWith)), rows, sheet);
}

}  // namespace

ExitStatus follow(History& history, const LogQuestion& ask, LogRows& rows, SheetOutput& sheet, const Request& request,
                  const CommandContext& context) {
  RecorderWatch recorder;
  const auto say_news_of_recorder = [&] {
    if (const auto news = recorder.look(history.recorder(), context.clock(), *history.zone()))
      context.output.say(*news);
  };
  print_beginning(history, ask, rows, sheet, request);
  sheet.flush();
  say_news_of_recorder();
  std::int64_t people_mark = history.people_mark();
  LogQuestion next = ask;
  for (next.filter.after = ask.last_seq;;) {
    history.rest();
    if (!context.wait_for_change()) break;
    history.renew();
    const std::int64_t last_seq = answered(history.questions().last_seq());
    if (last_seq < next.filter.after)
      throw Refused(ExitStatus::failed,
                    fmt::format("{}: the newest change was {} and is now {}; another file took its place",
                                text::printable(request.db), next.filter.after, last_seq));
    if (next.filter.who && std::exchange(people_mark, history.people_mark()) != history.people_mark())
      next.filter.who = people_of_log(history, next);
    if (last_seq > next.filter.after) print_log(history, next, rows, sheet);
    next.filter.after = last_seq;
    sheet.flush();
    say_news_of_recorder();
  }
  sheet.end();
  return ExitStatus::answered;
}

}  // namespace presenced::commands
