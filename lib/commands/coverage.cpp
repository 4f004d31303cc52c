// coverage: when the recorder was connected, and when somebody's presence was not watched, with the reasons.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "answers/answers.h"
#include "commands/beginning.h"
#include "commands/command.h"
#include "commands/history.h"
#include "commands/sheet_output.h"
#include "rendering/sheets.h"

namespace presenced::commands {
namespace {

struct PersonGaps {
  history::Person person;
  std::vector<answers::Gap> gaps;
};

void print_sessions(History& history, history::Window window, const std::set<std::string>& workspaces,
                    SheetOutput& sheet) {
  throw_if_failed(history.questions().sessions(window, [&](const history::Session& session) {
    if (workspaces.contains(session.workspace)) sheet.row(rendering::session_row(session, history.alive_at()));
    return true;
  }));
}

bool contains(const PersonGaps& one, const answers::Gap& gap) {
  return std::find(one.gaps.begin(), one.gaps.end(), gap) != one.gaps.end();
}

// In a table: what happened to everybody of a workspace is one row, and leaves the rows of the single people.
void print_shared(const std::string& workspace, std::vector<PersonGaps*>& people, SheetOutput& sheet) {
  if (people.size() < 2) return;
  std::vector<answers::Gap> shared = people.front()->gaps;
  std::erase_if(shared, [&](const answers::Gap& gap) {
    return !std::all_of(people.begin(), people.end(), [&](const PersonGaps* one) { return contains(*one, gap); });
  });
  history::Person everybody;
  everybody.workspace = workspace;
  everybody.label = fmt::format("everybody ({})", people.size());
  for (const answers::Gap& gap : shared) {
    sheet.row(rendering::gap_row(everybody, gap));
    for (PersonGaps* one : people) std::erase(one->gaps, gap);
  }
}

}  // namespace

ExitStatus coverage(const Request& request, const CommandContext& context) {
  History history(request, context);
  const history::Window window = history.window();
  const std::vector<history::Person> people = history.chosen(window);
  std::vector<PersonGaps> all;
  for (const history::Person& person : people)
    all.push_back({person, answers::gaps(answered(history.questions().coverage(person, base::Facet::presence, window)),
                                         window, history.alive_at())});
  const bool unknown = std::any_of(all.begin(), all.end(), [](const PersonGaps& one) { return !one.gaps.empty(); });
  std::map<std::string, std::vector<PersonGaps*>> by_workspace;
  for (PersonGaps& one : all) by_workspace[one.person.workspace].push_back(&one);
  std::set<std::string> workspaces;
  for (const auto& [workspace, members] : by_workspace) workspaces.insert(workspace);
  rendering::Columns columns = rendering::coverage_columns();
  if (workspaces.size() > 1) columns = rendering::showing_workspaces(columns);
  SheetOutput sheet(request, context, {request.command, window, history.zone(), {}}, columns);
  note_beginning(history, people, window, sheet);
  print_sessions(history, window, workspaces, sheet);
  if (sheet.table())
    for (auto& [workspace, members] : by_workspace) print_shared(workspace, members, sheet);
  for (const PersonGaps& one : all)
    for (const answers::Gap& gap : one.gaps) sheet.row(rendering::gap_row(one.person, gap));
  sheet.end();
  if (!say_if_nobody(request, people, context) && sheet.rows() == 0)
    context.output.say("no sessions and no gaps in this window");
  return request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace presenced::commands
