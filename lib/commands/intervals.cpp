// intervals: a person's states one after the other, without hole or overlap.
#include <fmt/format.h>

#include "ask/command.h"
#include "ask/facet.h"
#include "ask/history.h"
#include "ask/sheet_output.h"
#include "query/sheets.h"

namespace presenced::ask {

ExitStatus intervals(const Request& request, const Surroundings& surroundings) {
  const base::Facet facet = facet_of(request).value_or(base::Facet::presence);
  if (facet != base::Facet::presence && (request.idle_grace || request.merge_flaps))
    throw Refused(ExitStatus::usage, fmt::format("--idle-grace and --merge-flaps correct being active and away; they "
                                                 "have no meaning for --facet {}",
                                                 name_of(facet)));
  History history(request, surroundings);
  const history::Window window = history.window();
  const std::vector<history::Person> people = history.chosen(window);
  SheetOutput sheet(request, surroundings, {request.command, window, history.zone(), {}},
                    query::interval_columns(facet));
  bool unknown = false;
  for (const history::Person& person : people)
    for (const query::Stretch& stretch : history.timeline(person, facet, window)) {
      unknown = unknown || !stretch.state;
      sheet.row(query::interval_row(person, facet, stretch));
    }
  sheet.end();
  return request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace presenced::ask
