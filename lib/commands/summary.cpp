// summary: how the time of each person is divided, by parts of the calendar.
#include <fmt/format.h>

#include "answers/answers.h"
#include "answers/rounding.h"
#include "commands/beginning.h"
#include "commands/chart_file.h"
#include "commands/command.h"
#include "commands/facet.h"
#include "commands/group_remarks.h"
#include "commands/history.h"
#include "commands/naming.h"
#include "commands/sheet_output.h"
#include "commands/stretches.h"
#include "commands/summary_parts.h"
#include "commands/window_remarks.h"
#include "rendering/sheets.h"
#include "time/calendar.h"
#include "time/durations.h"

namespace presenced::commands {

namespace {

// The rows of a summary, one after the other. Returns whether any of their time is unknown.
template <class Each>
bool each_row(History& history, const std::vector<history::Person>& people, base::Facet facet, history::Window window,
              const SummaryParts& parts, const Each& each) {
  bool unknown = false;
  for (const history::Person& person : people) {
    answers::Summing summing(parts.pieces, parts.rows.size());
    each_side(history, person, facet, window,
              [&](const history::Span& span, std::optional<base::Presence> side) { summing.add(span, side); });
    const std::vector<answers::SummaryAnswer>& answers = summing.answers();
    const bool always = history.counted(person, window) == answers::SpanSet{window};
    for (std::size_t i = 0; i < parts.rows.size(); ++i) {
      if (!always && answers[i].shares.window() == base::Millis{0}) continue;  // not in the group then
      unknown = unknown || answers[i].shares.unknown > base::Millis{0};
      each(person, parts.rows[i], answers[i]);
    }
  }
  return unknown;
}

bool draw_into_file(History& history, const std::vector<history::Person>& people, history::Window window,
                    const SummaryParts& parts, const Request& request, const CommandContext& context) {
  const base::Facet facet = one_facet_of(request);
  const base::FacetRow& words = base::row_of(facet);
  const rendering::ChartFrame frame =
      chart_frame(fmt::format("Time {}, {}, unknown", words.on, words.off), history, people, window, facet);
  rendering::SummaryChart chart(frame);
  const base::WallTime from = shown_from(history, people, window);
  const auto name_of = naming(people);
  const time::DurationUnits units = time::units_for(window.length());
  answers::Rounding rounding(time::step_of(units));
  const bool unknown =
      each_row(history, people, facet, window, parts,
               [&](const history::Person& person, const time::Slice& part, const answers::SummaryAnswer& answer) {
                 if (part.span.to <= from) return;
                 chart.row(name_of(person), rendering::part_text(request.by, part, *history.zone()),
                           rounding.rounded(answer.shares), units);
               });
  write_chart(request, context, frame, chart.svg());
  return unknown;
}

bool list(History& history, const std::vector<history::Person>& people, history::Window window,
          const SummaryParts& parts, const Request& request, const CommandContext& context) {
  const base::Facet facet = one_facet_of(request);
  rendering::Columns columns = rendering::summary_columns(request.by, facet);
  if (of_several_workspaces(people)) columns = rendering::showing_workspaces(columns);
  SheetOutput sheet(request, context, {request.command, window, history.zone(), {}}, columns);
  const base::WallTime from = note_beginning(history, people, window, sheet);
  note_groups(history, people, window, sheet);
  remark_on(history, people, window, context);
  const time::DurationUnits units = time::units_for(window.length());
  answers::Rounding rounding(time::step_of(units));
  const bool unknown =
      each_row(history, people, facet, window, parts,
               [&](const history::Person& person, const time::Slice& part, const answers::SummaryAnswer& answer) {
                 if (sheet.table() && part.span.to <= from) return;
                 sheet.row(rendering::summary_row(person, request.by, part, answer, rounding.rounded(answer.shares),
                                                  units, *history.zone()));
               });
  if (sheet.rows() > 1 && !request.top) sheet.total(rendering::summary_total(rounding.total(), units));
  sheet.end();
  if (!people.empty() && sheet.rows() == 0)
    context.output.say("nothing to show: presenced was not recording in any such part of the window");
  return unknown;
}

}  // namespace

ExitStatus summary(const Request& request, const CommandContext& context) {
  check_chart_file(request);
  one_facet_of(request);
  History history(request, context);
  const history::Window window = history.window();
  const SummaryParts parts = summary_parts(request, *history.zone(), window);
  const std::vector<history::Person> people = history.chosen(window);
  const bool unknown = request.to ? draw_into_file(history, people, window, parts, request, context)
                                  : list(history, people, window, parts, request, context);
  say_if_nobody(request, people, context);
  return request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace presenced::commands
