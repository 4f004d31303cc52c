// heatmap: at which hours of which weekdays people are active; all of them in one picture.
#include "ask/command.h"
#include "ask/history.h"
#include "ask/sheet_output.h"
#include "query/answers.h"
#include "query/calendar.h"
#include "query/pictures.h"
#include "query/sheets.h"

namespace presenced::ask {
namespace {

void list(const query::Heatmap& heatmap, const History& history, history::Window window, const Request& request,
          const Surroundings& surroundings) {
  SheetOutput sheet(request, surroundings, {request.command, window, history.zone(), query::heatmap_totals(heatmap)},
                    query::heatmap_columns());
  for (unsigned weekday = 0; weekday < heatmap.cells.size(); ++weekday)
    for (unsigned hour = 0; hour < heatmap.cells[weekday].size(); ++hour)
      sheet.row(query::heatmap_row(weekday, hour, heatmap.cells[weekday][hour]));
  sheet.end();
}

}  // namespace

ExitStatus heatmap(const Request& request, const Surroundings& surroundings) {
  History history(request, surroundings);
  const history::Window window = history.window();
  const std::vector<query::HourSlice> hours = query::hours(*history.zone(), window);
  query::Heatmap heatmap;
  for (const history::Person& person : history.chosen(window))
    query::add(heatmap, history.timeline(person, base::Facet::presence, window), hours);
  if (request.format == query::Format::table)
    surroundings.output.write(query::heatmap_picture(heatmap, window, *history.zone(), surroundings.style));
  else
    list(heatmap, history, window, request, surroundings);
  const bool unknown = heatmap.unknown > base::Millis{0};
  return request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace presenced::ask
