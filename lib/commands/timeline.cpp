// timeline: a bar for each person; in formats for programs, the spans that the bars are made of.
#include "commands/beginning.h"
#include "commands/chart_file.h"
#include "commands/command.h"
#include "commands/history.h"
#include "commands/sheet_output.h"
#include "rendering/pictures.h"
#include "rendering/sheets.h"

namespace presenced::commands {
namespace {

bool has_unknown(const answers::Timeline& timeline) { return answers::shares(timeline).unknown > base::Millis{0}; }

// All return whether there was unknown time.
bool draw(History& history, const std::vector<history::Person>& people, history::Window window,
          const CommandContext& context) {
  const auto name_of = naming(people, context.style.ascii ? "~" : "…");
  std::vector<std::string> names;
  for (const history::Person& person : people) names.push_back(name_of(person));
  rendering::TimelinePicture picture(names, window, *history.zone(), context.style);
  context.output.write(picture.head());
  bool unknown = false;
  for (const history::Person& person : people) {
    const answers::Timeline timeline = history.timeline(person, base::Facet::presence, window);
    unknown = unknown || has_unknown(timeline);
    context.output.write(picture.bar(name_of(person), timeline));
  }
  context.output.write(picture.foot());
  if (const std::string beginning = beginning_text(history, people, window); !beginning.empty())
    context.output.write(beginning + "\n");
  return unknown;
}

bool draw_into_file(History& history, const std::vector<history::Person>& people, history::Window window,
                    const Request& request) {
  const auto name_of = naming(people);
  const rendering::ChartFrame frame = chart_frame("Active, away, unknown", history, people, window);
  rendering::TimelineChart chart(frame);
  bool unknown = false;
  for (const history::Person& person : people) {
    const answers::Timeline timeline = history.timeline(person, base::Facet::presence, window);
    unknown = unknown || has_unknown(timeline);
    chart.bar(name_of(person), timeline);
  }
  write_chart(request, frame, chart.svg());
  return unknown;
}

bool list(History& history, const std::vector<history::Person>& people, history::Window window, const Request& request,
          const CommandContext& context) {
  SheetOutput sheet(request, context, {request.command, window, history.zone(), {}},
                    rendering::interval_columns(base::Facet::presence));
  bool unknown = false;
  for (const history::Person& person : people) {
    const answers::Timeline timeline = history.timeline(person, base::Facet::presence, window);
    unknown = unknown || has_unknown(timeline);
    for (const auto& stretch : timeline) sheet.row(rendering::interval_row(person, base::Facet::presence, stretch));
  }
  sheet.end();
  return unknown;
}

}  // namespace

ExitStatus timeline(const Request& request, const CommandContext& context) {
  check_chart_file(request);
  History history(request, context);
  const history::Window window = history.window();
  const std::vector<history::Person> people = history.chosen(window);
  const bool unknown = request.to                                   ? draw_into_file(history, people, window, request)
                       : request.format == rendering::Format::table ? draw(history, people, window, context)
                                                                    : list(history, people, window, request, context);
  say_if_nobody(request, people, context);
  return request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace presenced::commands
