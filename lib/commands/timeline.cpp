// timeline: a bar for each person; in formats for programs, the spans that the bars are made of.
#include <fmt/format.h>

#include "commands/beginning.h"
#include "commands/chart_file.h"
#include "commands/command.h"
#include "commands/facet.h"
#include "commands/group_remarks.h"
#include "commands/history.h"
#include "commands/naming.h"
#include "commands/sheet_output.h"
#include "commands/stretches.h"
#include "commands/window_remarks.h"
#include "rendering/pictures.h"
#include "rendering/sheets.h"

namespace presenced::commands {
namespace {

bool has_unknown(const answers::Timeline& timeline) { return answers::shares(timeline).unknown > base::Millis{0}; }

// All return whether there was unknown time.
bool draw(History& history, const std::vector<history::Person>& people, history::Window window, base::Facet facet,
          const CommandContext& context) {
  const auto name_of = naming(people, context.style.ascii ? "~" : "…");
  std::vector<std::string> names;
  for (const history::Person& person : people) names.push_back(name_of(person));
  rendering::TimelinePicture picture(names, window, *history.zone(), context.style, facet);
  context.output.write(picture.head());
  bool unknown = false;
  for (const history::Person& person : people) {
    const answers::Timeline timeline = history.sides(person, facet, window);
    unknown = unknown || has_unknown(timeline);
    context.output.write(picture.bar(name_of(person), timeline));
  }
  context.output.write(picture.foot());
  if (const std::string beginning = beginning_text(history, people, window); !beginning.empty())
    context.output.write(beginning + "\n");
  context.output.write(group_remarks(history, people, window));
  return unknown;
}

bool draw_into_file(History& history, const std::vector<history::Person>& people, history::Window window,
                    base::Facet facet, const Request& request, const CommandContext& context) {
  const auto name_of = naming(people);
  const base::FacetRow& words = base::row_of(facet);
  std::string title = fmt::format("{}, {}, unknown", words.on, words.off);
  title.front() = static_cast<char>(title.front() - 'a' + 'A');
  const rendering::ChartFrame frame = chart_frame(title, history, people, window, facet);
  rendering::TimelineChart chart(frame);
  bool unknown = false;
  for (const history::Person& person : people) {
    const answers::Timeline timeline = history.sides(person, facet, window);
    unknown = unknown || has_unknown(timeline);
    chart.bar(name_of(person), timeline);
  }
  write_chart(request, context, frame, chart.svg());
  return unknown;
}

bool list(History& history, const std::vector<history::Person>& people, history::Window window, base::Facet facet,
          const Request& request, const CommandContext& context) {
  SheetOutput sheet(request, context, {request.command, window, history.zone(), {}},
                    rendering::interval_columns(facet));
  remark_on(history, people, window, context);
  bool unknown = false;
  for (const history::Person& person : people)
    each_stretch(history, person, facet, window, [&](const answers::Stretch& stretch) {
      unknown = unknown || !stretch.state;
      sheet.row(rendering::interval_row(person, facet, stretch));
    });
  sheet.end();
  return unknown;
}

}  // namespace

ExitStatus timeline(const Request& request, const CommandContext& context) {
  check_chart_file(request);
  const base::Facet facet = one_facet_of(request);
  History history(request, context);
  const history::Window window = history.window();
  const std::vector<history::Person> people = history.chosen(window);
  const bool unknown = request.to ? draw_into_file(history, people, window, facet, request, context)
                       : request.format == rendering::Format::table
                           ? draw(history, people, window, facet, context)
                           : list(history, people, window, facet, request, context);
  say_if_nobody(request, people, context);
  return request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace presenced::commands
