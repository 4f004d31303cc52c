// now, at: everybody's state at one moment.
#include <functional>

#include "ask/command.h"
#include "ask/history.h"
#include "ask/sheet_output.h"
#include "query/answers.h"
#include "query/sheets.h"

namespace presenced::ask {
namespace {

// `counts`: whether --strict looks at this person.
ExitStatus moment(History& history, base::WallTime at, const Request& request, const Surroundings& surroundings,
                  const std::function<bool(const history::Person&)>& counts) {
  const std::vector<history::Person> people = history.chosen();
  SheetOutput sheet(request, surroundings,
                    {request.command, std::nullopt, history.zone(), {{{"at", "", query::Kind::time}, at}}},
                    query::moment_columns());
  bool unknown = false;
  for (const history::Person& person : people) {
    base::ByFacet<query::AtMoment> states;
    for (const base::FacetRow& row : base::kFacets)
      states[row.facet] = query::at_moment(history.facet_at(person, row.facet, at), at, history.known_until());
    unknown = unknown || (counts(person) && !states[base::Facet::presence].state);
    sheet.row(query::moment_row(person, states, at, *history.zone()));
  }
  sheet.end();
  return request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace

ExitStatus now(const Request& request, const Surroundings& surroundings) {
  History history(request, surroundings);
  // Of somebody who is not watched any more nothing is known now; that is of concern only to those who ask about them.
  return moment(history, history.now(), request, surroundings,
                [&](const history::Person& person) { return person.watched || !request.who.empty(); });
}

ExitStatus at(const Request& request, const Surroundings& surroundings) {
  History history(request, surroundings);
  return moment(history, history.moment(request.time), request, surroundings,
                [](const history::Person&) { return true; });
}

}  // namespace presenced::ask
