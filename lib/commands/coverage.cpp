// coverage: when the recorder was connected, and when whose presence was not watched, with the reasons.
#include <algorithm>
#include <set>

#include "answers/answers.h"
#include "commands/command.h"
#include "commands/history.h"
#include "commands/sheet_output.h"
#include "rendering/sheets.h"

namespace presenced::commands {
namespace {

void tell_sessions(History& history, history::Window window, const std::set<std::string>& workspaces,
                   SheetOutput& sheet) {
  throw_if_failed(history.questions().sessions(window, [&](const history::Session& session) {
    if (workspaces.contains(session.workspace)) sheet.row(rendering::session_row(session, history.alive_at()));
    return true;
  }));
}

// Whether there was one.
bool tell_gaps(History& history, history::Window window, const history::Person& person, SheetOutput& sheet) {
  const std::vector<answers::Gap> gaps = answers::gaps(
      answered(history.questions().coverage(person, base::Facet::presence, window)), window, history.alive_at());
  for (const answers::Gap& gap : gaps) sheet.row(rendering::gap_row(person, gap));
  return !gaps.empty();
}

}  // namespace

ExitStatus coverage(const Request& request, const CommandContext& context) {
  History history(request, context);
  const history::Window window = history.window();
  const std::vector<history::Person> people = history.chosen(window);
  std::set<std::string> workspaces;
  for (const history::Person& person : people) workspaces.insert(person.workspace);
  SheetOutput sheet(request, context, {request.command, window, history.zone(), {}}, rendering::coverage_columns());
  tell_sessions(history, window, workspaces, sheet);
  bool unknown = false;
  for (const history::Person& person : people) unknown = tell_gaps(history, window, person, sheet) || unknown;
  sheet.end();
  return request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace presenced::commands
