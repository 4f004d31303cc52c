// coverage: when the recorder was connected, and when whose presence was not watched, with the reasons.
#include <algorithm>
#include <set>

#include "ask/command.h"
#include "ask/history.h"
#include "ask/sheet_output.h"
#include "query/answers.h"
#include "query/sheets.h"

namespace presenced::ask {
namespace {

void tell_sessions(History& history, query::Window window, const std::set<std::string>& workspaces,
                   SheetOutput& sheet) {
  done(history.questions().sessions({window.from, window.to}, [&](const store::SessionRow& row) {
    if (workspaces.contains(row.workspace))
      sheet.row(query::session_row(
          {row.session, row.workspace, row.connected_at, row.ready_at, row.ended_at, row.reason}, history.alive_at()));
    return true;
  }));
}

// Whether there was one.
bool tell_gaps(History& history, query::Window window, const Subject& subject, SheetOutput& sheet) {
  std::vector<query::Covered> covered;
  for (const auto& row :
       answered(history.questions().coverage(subject.key, base::Facet::presence, {window.from, window.to})))
    covered.push_back({row.started_at, row.ended_at, row.mode, row.reason});
  const std::vector<query::Gap> gaps = query::gaps(covered, window, history.alive_at());
  for (const query::Gap& gap : gaps) sheet.row(query::gap_row(subject.person, gap));
  return !gaps.empty();
}

}  // namespace

ExitStatus coverage(const Request& request, const Surroundings& surroundings) {
  History history(request, surroundings);
  const query::Window window = history.window();
  const std::vector<Subject> subjects = history.chosen(window);
  std::set<std::string> workspaces;
  for (const Subject& subject : subjects) workspaces.insert(subject.person.workspace);
  SheetOutput sheet(request, surroundings, {request.command, window, history.zone(), {}}, query::coverage_columns());
  tell_sessions(history, window, workspaces, sheet);
  bool unknown = false;
  for (const Subject& subject : subjects) unknown = tell_gaps(history, window, subject, sheet) || unknown;
  sheet.end();
  return request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace presenced::ask
