// summary: how the time of each person is divided, by day, week or altogether.
#include "answers/answers.h"
#include "commands/command.h"
#include "commands/history.h"
#include "commands/sheet_output.h"
#include "rendering/sheets.h"
#include "time/calendar.h"

namespace presenced::commands {
namespace {

std::vector<time::Slice> slices(rendering::Period period, const time::Zone& zone, history::Window window) {
  switch (period) {
    case rendering::Period::day:
      return time::days(zone, window);
    case rendering::Period::week:
      return time::weeks(zone, window);
    case rendering::Period::all:
      break;
  }
  return time::uncut(zone, window);
}

}  // namespace

ExitStatus summary(const Request& request, const CommandContext& context) {
  History history(request, context);
  const history::Window window = history.window();
  const time::Zone& zone = *history.zone();
  const std::vector<time::Slice> parts = slices(request.by, zone, window);
  const std::vector<history::Person> people = history.chosen(window);
  SheetOutput sheet(request, context, {request.command, window, history.zone(), {}},
                    rendering::summary_columns(request.by));
  bool unknown = false;
  for (const history::Person& person : people) {
    const auto answers = answers::summarise(history.timeline(person, base::Facet::presence, window), parts);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      unknown = unknown || answers[i].shares.unknown > base::Millis{0};
      sheet.row(rendering::summary_row(person, request.by, parts[i], answers[i], zone));
    }
  }
  sheet.end();
  return request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace presenced::commands
