// overlap: when all of several people were active.
#include <fmt/format.h>

#include <set>

#include "ask/command.h"
#include "ask/history.h"
#include "ask/sheet_output.h"
#include "query/answers.h"
#include "query/sheets.h"
#include "query/text.h"

namespace presenced::ask {
namespace {

void need_two(const std::vector<history::Person>& people) {
  std::set<base::UserId> ids;
  for (const history::Person& person : people) ids.insert(person.id);
  if (ids.size() >= 2) return;
  const std::string found = people.empty() ? "nobody" : query::printable(people[0].called()) + " alone";
  throw Refused(ExitStatus::usage, fmt::format("overlap needs at least two people; this names {}", found));
}

}  // namespace

ExitStatus overlap(const Request& request, const Surroundings& surroundings) {
  if (request.who.empty())
    throw Refused(ExitStatus::usage, "overlap needs at least two people, or a group: presencectl overlap WHO WHO...");
  History history(request, surroundings);
  const history::Window window = history.window();
  const std::vector<history::Person> people = history.chosen();
  need_two(people);
  query::OverlapAnswer answer{{window}, {}};
  for (const history::Person& person : people)
    query::add(answer, history.timeline(person, base::Facet::presence, window));
  SheetOutput sheet(request, surroundings, {request.command, window, history.zone(), query::overlap_totals(answer)},
                    query::overlap_columns());
  for (const query::Row& row : query::overlap_rows(answer)) sheet.row(row);
  sheet.end();
  if (request.format == query::Format::table)
    surroundings.output.write(query::overlap_totals_text(answer, window, surroundings.style));
  const bool unknown = !answer.undecided.empty();
  return request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace presenced::ask
