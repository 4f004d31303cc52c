// coverage: when the recorder was connected, and when somebody's presence was not watched, with the reasons.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "answers/answers.h"
#include "commands/beginning.h"
#include "commands/command.h"
#include "commands/group_remarks.h"
#include "commands/history.h"
#include "commands/sheet_output.h"
#include "commands/window_remarks.h"
#include "rendering/sheets.h"

namespace presenced::commands {
namespace {

void print_sessions(History& history, history::Window window, const std::set<std::string>& workspaces,
                    SheetOutput& sheet) {
  throw_if_failed(history.questions().sessions(window, [&](const history::Session& session) {
    if (workspaces.contains(session.workspace)) sheet.row(rendering::session_row(session, history.alive_at()));
    return true;
  }));
}

std::vector<answers::Gap> gaps_of(History& history, const history::Person& person, history::Window window) {
  const auto coverage = answered(history.questions().coverage(person, base::Facet::presence, window));
  const answers::SpanSet counted = history.counted(person, window);
  std::vector<answers::Gap> gaps;
  for (const answers::Gap& gap : answers::gaps(coverage, window, history.alive_at()))
    for (const history::Span& span : answers::clip(counted, gap.span).spans())
      gaps.push_back({span, gap.reason, gap.recorder_silent});
  return gaps;
}

// What happened to everybody of a workspace, ascending.
struct SharedGaps {
  std::size_t people = 0;
  std::vector<answers::Gap> gaps;
};
using SharedByWorkspace = std::map<std::string, SharedGaps>;

// Those of `gaps` that are, or are not, among `others`; both ascend, and neither overlaps itself.
std::vector<answers::Gap> chosen_by(const std::vector<answers::Gap>& gaps, const std::vector<answers::Gap>& others,
                                    bool among) {
  std::vector<answers::Gap> kept;
  auto other = others.begin();
  for (const answers::Gap& gap : gaps) {
    while (other != others.end() && other->span.from < gap.span.from) ++other;
    if ((other != others.end() && *other == gap) == among) kept.push_back(gap);
  }
  return kept;
}

SharedByWorkspace shared_gaps(History& history, const std::vector<history::Person>& people, history::Window window) {
  SharedByWorkspace by_workspace;
  for (const history::Person& person : people) {
    SharedGaps& shared = by_workspace[person.workspace];
    std::vector<answers::Gap> gaps = gaps_of(history, person, window);
    shared.gaps = ++shared.people == 1 ? std::move(gaps) : chosen_by(shared.gaps, gaps, true);
  }
  std::erase_if(by_workspace, [](const auto& one) { return one.second.people < 2; });
  return by_workspace;
}

void print_shared(const SharedByWorkspace& by_workspace, SheetOutput& sheet) {
  for (const auto& [workspace, shared] : by_workspace) {
    history::Person everybody;
    everybody.workspace = workspace;
    everybody.label = fmt::format("everybody ({})", shared.people);
    for (const answers::Gap& gap : shared.gaps) sheet.row(rendering::gap_row(everybody, gap));
  }
}

// In a table: without those that everybody has. Returns whether there are any, shared or not.
bool print_gaps(History& history, const history::Person& person, history::Window window,
                const SharedByWorkspace& by_workspace, SheetOutput& sheet) {
  const std::vector<answers::Gap> gaps = gaps_of(history, person, window);
  const auto shared = by_workspace.find(person.workspace);
  const bool all = shared == by_workspace.end();
  for (const answers::Gap& gap : all ? gaps : chosen_by(gaps, shared->second.gaps, false))
    sheet.row(rendering::gap_row(person, gap));
  return !gaps.empty();
}

}  // namespace

ExitStatus coverage(const Request& request, const CommandContext& context) {
  History history(request, context);
  const history::Window window = history.window();
  const std::vector<history::Person> people = history.chosen(window);
  std::set<std::string> workspaces;
  for (const history::Person& person : people) workspaces.insert(person.workspace);
  rendering::Columns columns = rendering::coverage_columns();
  if (workspaces.size() > 1) columns = rendering::showing_workspaces(columns);
  SheetOutput sheet(request, context, {request.command, window, history.zone(), {}}, columns);
  note_beginning(history, people, window, sheet);
  note_groups(history, people, window, sheet);
  remark_on(history, people, window, context);
  // One person at a time, and a second time for those that everybody shares: all gaps of everybody at once took 53 MB.
  const SharedByWorkspace shared = sheet.table() ? shared_gaps(history, people, window) : SharedByWorkspace();
  bool unknown = false;
  sheet.rows_of([&] {
    print_sessions(history, window, workspaces, sheet);
    print_shared(shared, sheet);
    for (const history::Person& person : people)
      unknown = print_gaps(history, person, window, shared, sheet) || unknown;
  });
  sheet.end();
  if (!say_if_nobody(request, people, context) && sheet.rows() == 0)
    context.output.say("no sessions and no gaps in this window");
  return request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace presenced::commands
