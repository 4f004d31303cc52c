// heatmap: at which hours of which weekdays people are active; all of them in one picture.
#include <future>
#include <memory>
#include <span>

#include "answers/answers.h"
#include "commands/beginning.h"
#include "commands/chart_file.h"
#include "commands/command.h"
#include "commands/group_remarks.h"
#include "commands/history.h"
#include "commands/sheet_output.h"
#include "commands/stretches.h"
#include "commands/window_remarks.h"
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

answers::Heatmap heatmap_of(History& history, std::span<const history::Person> people, history::Window window,
                            const std::vector<time::HourSlice>& hours) {
  answers::Heatmap heatmap;
  for (const history::Person& person : people) {
    answers::HeatmapOfOne one(heatmap, hours);
    each_side(history, person, base::Facet::presence, window,
              [&](const history::Span& span, std::optional<base::Presence> presence) { one.add(span, presence); });
  }
  return heatmap;
}

// With a twin, half of them on another thread: five million changes are 0.59 s of one core, of which two thirds are
// SQLite's, stepping from row to row.
answers::Heatmap heatmap_of(History& history, History* twin, std::span<const history::Person> people,
                            history::Window window, const std::vector<time::HourSlice>& hours) {
  if (twin == nullptr) return heatmap_of(history, people, window, hours);
  const std::size_t half = people.size() / 2;
  auto others = std::async(std::launch::async, [&] { return heatmap_of(*twin, people.subspan(half), window, hours); });
  answers::Heatmap heatmap = heatmap_of(history, people.first(half), window, hours);
  return heatmap += others.get();
}

}  // namespace

ExitStatus heatmap(const Request& request, const CommandContext& context) {
  check_chart_file(request);
  History history(request, context);
  const std::unique_ptr<History> twin = request.who.empty() ? history.twin() : nullptr;
  const history::Window window = history.window();
  const std::vector<time::HourSlice> hours = time::hours(*history.zone(), window);
  const std::vector<history::Person> people = history.chosen(window);
  const answers::Heatmap heatmap = heatmap_of(history, twin.get(), people, window, hours);
  if (request.to) {
    const rendering::ChartFrame frame =
        chart_frame("Share of covered time in which people were active", history, people, window);
    write_chart(request, context, frame, rendering::heatmap_chart(frame, heatmap));
  } else if (request.format == rendering::Format::table) {
    context.output.write(rendering::heatmap_picture(heatmap, window, *history.zone(), context.style));
    context.output.write(group_remarks(history, people, window));
  } else {
    remark_on(history, people, window, context);
    list(heatmap, history, window, request, context);
  }
  say_if_nobody(request, people, context);
  const bool unknown = heatmap.unknown > base::Millis{0};
  return request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace presenced::commands
