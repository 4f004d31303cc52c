// summary: how the time of each person is divided, by day, week or altogether.
#include "ask/command.h"
#include "ask/history.h"
#include "ask/sheet_output.h"
#include "query/answers.h"
#include "query/calendar.h"
#include "query/sheets.h"

namespace presenced::ask {
namespace {

std::vector<query::Slice> slices(query::Period period, const query::Zone& zone, history::Window window) {
  switch (period) {
    case query::Period::day:
      return query::days(zone, window);
    case query::Period::week:
      return query::weeks(zone, window);
    case query::Period::all:
      break;
  }
  return query::uncut(zone, window);
}

}  // namespace

ExitStatus summary(const Request& request, const Surroundings& surroundings) {
  History history(request, surroundings);
  const history::Window window = history.window();
  const query::Zone& zone = *history.zone();
  const std::vector<query::Slice> parts = slices(request.by, zone, window);
  const std::vector<history::Person> people = history.chosen(window);
  SheetOutput sheet(request, surroundings, {request.command, window, history.zone(), {}},
                    query::summary_columns(request.by));
  bool unknown = false;
  for (const history::Person& person : people) {
    const auto answers = query::summarise(history.timeline(person, base::Facet::presence, window), parts);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      unknown = unknown || answers[i].shares.unknown > base::Millis{0};
      sheet.row(query::summary_row(person, request.by, parts[i], answers[i], zone));
    }
  }
  sheet.end();
  return request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace presenced::ask
