// overlap: when all of several people were active.
#include <fmt/format.h>

#include <set>

#include "answers/answers.h"
#include "commands/command.h"
#include "commands/history.h"
#include "commands/sheet_output.h"
#include "rendering/sheets.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

void need_two(const std::vector<history::Person>& people) {
  std::set<base::UserId> ids;
  for (const history::Person& person : people) ids.insert(person.id);
  if (ids.size() >= 2) return;
  const std::string found = people.empty() ? "nobody" : text::printable(people[0].called()) + " alone";
  throw Refused(ExitStatus::usage, fmt::format("overlap needs at least two people; this names {}", found));
}

}  // namespace

ExitStatus overlap(const Request& request, const CommandContext& context) {
  if (request.who.empty())
    throw Refused(ExitStatus::usage, "overlap needs at least two people, or a group: presencectl overlap WHO WHO...");
  History history(request, context);
  const history::Window window = history.window();
  const std::vector<history::Person> people = history.chosen();
  need_two(people);
  answers::OverlapAnswer answer{{window}, {}};
  for (const history::Person& person : people)
    answers::add(answer, history.timeline(person, base::Facet::presence, window));
  SheetOutput sheet(request, context, {request.command, window, history.zone(), rendering::overlap_totals(answer)},
                    rendering::overlap_columns());
  for (const rendering::Row& row : rendering::overlap_rows(answer)) sheet.row(row);
  sheet.end();
  if (request.format == rendering::Format::table)
    context.output.write(rendering::overlap_totals_text(answer, window, context.style));
  const bool unknown = !answer.undecided.empty();
  return request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace presenced::commands
