// export: the history of people to take elsewhere: the transitions as CSV or JSON Lines, or all that the views hold as
// a SQLite file of its own.
#include <fmt/format.h>

#include "commands/command.h"
#include "commands/log_question.h"
#include "store/extract.h"

namespace presenced::commands {
namespace {

ExitStatus to_file(const Request& request, const CommandContext& context, History& history,
                   const store::TransitionFilter& filter) {
  if (request.format != rendering::Format::table)
    throw Refused(ExitStatus::usage, "--to writes a SQLite file; it cannot be combined with -o");
  std::vector<history::Person::Key> who;
  for (const history::Person& person : history.chosen()) who.push_back(person.key);
  const auto failure = store::extract(history.reader(), who, filter.window, *request.to, [&](std::string_view view) {
    if (context.progress) context.progress(fmt::format("copying {}", view));
  });
  if (context.progress) context.progress("");
  throw_if_failed(failure);
  return ExitStatus::answered;
}

}  // namespace

ExitStatus export_history(const Request& request, const CommandContext& context) {
  History history(request, context);
  const LogQuestion ask = log_question(request, history, true);
  if (request.to) return to_file(request, context, history, ask.filter);
  Request as_text = request;  // without -o an export is CSV, because a table is for reading
  if (as_text.format == rendering::Format::table) as_text.format = rendering::Format::csv;
  LogRows rows(history);
  SheetOutput sheet(as_text, context, ask.head, rows.columns());
  print_log(history, ask, rows, sheet);
  sheet.end();
  return ExitStatus::answered;
}

}  // namespace presenced::commands
