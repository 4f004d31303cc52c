// now, at: everybody's state at one moment.
#include <functional>

#include "answers/answers.h"
#include "commands/command.h"
#include "commands/history.h"
#include "commands/sheet_output.h"
#include "rendering/sheets.h"

namespace presenced::commands {
namespace {

// `counts`: whether --strict looks at this person.
ExitStatus moment(History& history, base::WallTime at, const Request& request, const CommandContext& context,
                  const std::function<bool(const history::Person&)>& counts) {
  const std::vector<history::Person> people = history.chosen();
  SheetOutput sheet(request, context,
                    {request.command, std::nullopt, history.zone(), {{{"at", "", rendering::Kind::time}, at}}},
                    rendering::moment_columns());
  bool unknown = false;
  for (const history::Person& person : people) {
    base::ByFacet<answers::AtMoment> states;
    for (const base::FacetRow& row : base::kFacets)
      states[row.facet] = answers::at_moment(history.facet_at(person, row.facet, at), at, history.known_until());
    unknown = unknown || (counts(person) && !states[base::Facet::presence].state);
    sheet.row(rendering::moment_row(person, states, at, *history.zone()));
  }
  sheet.end();
  return request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace

ExitStatus now(const Request& request, const CommandContext& context) {
  History history(request, context);
  // Of somebody who is not watched any more nothing is known now; that is of concern only to those who ask about them.
  return moment(history, history.now(), request, context,
                [&](const history::Person& person) { return person.watched || !request.who.empty(); });
}

ExitStatus at(const Request& request, const CommandContext& context) {
  History history(request, context);
  return moment(history, history.moment(request.time), request, context, [](const history::Person&) { return true; });
}

}  // namespace presenced::commands
