// heatmap: at which hours of which weekdays people are active; all of them in one picture.
#include "answers/answers.h"
#include "commands/command.h"
#include "commands/history.h"
#include "commands/sheet_output.h"
#include "rendering/pictures.h"
#include "rendering/sheets.h"
#include "time/calendar.h"

namespace presenced::commands {
namespace {

void list(const answers::Heatmap& heatmap, const History& history, history::Window window, const Request& request,
          const CommandContext& context) {
  SheetOutput sheet(request, context, {request.command, window, history.zone(), rendering::heatmap_totals(heatmap)},
                    rendering::heatmap_columns());
  for (unsigned weekday = 0; weekday < heatmap.cells.size(); ++weekday)
    for (unsigned hour = 0; hour < heatmap.cells[weekday].size(); ++hour)
      sheet.row(rendering::heatmap_row(weekday, hour, heatmap.cells[weekday][hour]));
  sheet.end();
}

}  // namespace

ExitStatus heatmap(const Request& request, const CommandContext& context) {
  History history(request, context);
  const history::Window window = history.window();
  const std::vector<time::HourSlice> hours = time::hours(*history.zone(), window);
  answers::Heatmap heatmap;
  for (const history::Person& person : history.chosen(window))
    answers::add(heatmap, history.timeline(person, base::Facet::presence, window), hours);
  if (request.format == rendering::Format::table)
    context.output.write(rendering::heatmap_picture(heatmap, window, *history.zone(), context.style));
  else
    list(heatmap, history, window, request, context);
  const bool unknown = heatmap.unknown > base::Millis{0};
  return request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace presenced::commands
