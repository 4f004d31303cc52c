// people: who is known, who is watched, and in which groups of the watchlist.
#include <map>
#include <utility>

#include "ask/command.h"
#include "ask/history.h"
#include "ask/sheet_output.h"
#include "query/sheets.h"

namespace presenced::ask {

ExitStatus people(const Request& request, const Surroundings& surroundings) {
  History history(request, surroundings);
  const std::vector<history::Person> people = history.chosen();
  std::map<std::pair<std::string, base::UserId>, std::vector<std::string>> groups_of;
  for (const history::Group& group : history.groups())
    for (const base::UserId& user : group.users) groups_of[{group.workspace, user}].push_back(group.name);
  SheetOutput sheet(request, surroundings, {request.command, std::nullopt, history.zone(), {}},
                    query::people_columns());
  for (const history::Person& person : people)
    sheet.row(query::people_row(person, groups_of[{person.workspace, person.id}]));
  sheet.end();
  return ExitStatus::answered;
}

}  // namespace presenced::ask
