// people: all known people, whether they are watched, and their groups of the watchlist.
#include <map>
#include <utility>

#include "commands/beginning.h"
#include "commands/command.h"
#include "commands/history.h"
#include "commands/naming.h"
#include "commands/sheet_output.h"
#include "rendering/sheets.h"

namespace presenced::commands {

ExitStatus people(const Request& request, const CommandContext& context) {
  History history(request, context);
  const std::vector<history::Person> people = history.chosen();
  std::map<std::pair<std::string, base::UserId>, std::vector<std::string>> groups_of;
  for (const history::Group& group : history.groups())
    for (const base::UserId& user : group.users) groups_of[{group.workspace, user}].push_back(group.name);
  rendering::Columns columns = rendering::people_columns();
  if (of_several_workspaces(people)) columns = rendering::showing_workspaces(columns);
  SheetOutput sheet(request, context, {request.command, std::nullopt, history.zone(), {}}, columns);
  for (const history::Person& person : people)
    sheet.row(rendering::people_row(person, groups_of[{person.workspace, person.id}]));
  sheet.end();
  say_if_nobody(request, people, context);
  return ExitStatus::answered;
}

}  // namespace presenced::commands
