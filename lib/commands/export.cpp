// export: the history of people to take elsewhere: the transitions as CSV or JSON Lines, or all that the views hold as
// a SQLite file of its own.
#include "commands/command.h"
#include "commands/log_question.h"
#include "store/extract.h"

namespace presenced::commands {
namespace {

ExitStatus to_file(const Request& request, History& history, const store::TransitionFilter& filter) {
  if (request.format != rendering::Format::table)
    throw Refused(ExitStatus::usage, "--to makes a SQLite file; -o is for what goes to standard output");
  std::vector<history::Person::Key> who;
  for (const history::Person& person : history.chosen()) who.push_back(person.key);
  throw_if_failed(store::extract(history.reader(), who, filter.window, *request.to));
  return ExitStatus::answered;
}

}  // namespace

ExitStatus export_history(const Request& request, const CommandContext& context) {
  History history(request, context);
  const LogQuestion ask = log_question(request, history, true);
  if (request.to) return to_file(request, history, ask.filter);
  Request as_text = request;  // a table is for reading: CSV is what is meant without -o
  if (as_text.format == rendering::Format::table) as_text.format = rendering::Format::csv;
  LogRows rows(history);
  SheetOutput sheet(as_text, context, ask.head, rendering::log_columns(rows.widest_name()));
  tell_log(history, ask.filter, rows, sheet);
  sheet.end();
  return ExitStatus::answered;
}

}  // namespace presenced::commands
