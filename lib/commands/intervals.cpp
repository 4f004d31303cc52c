// intervals: a person's states one after the other, without gaps or overlaps.
#include "commands/beginning.h"
#include "commands/command.h"
#include "commands/facet.h"
#include "commands/group_remarks.h"
#include "commands/history.h"
#include "commands/naming.h"
#include "commands/sheet_output.h"
#include "commands/stretches.h"
#include "commands/window_remarks.h"
#include "rendering/sheets.h"

namespace presenced::commands {

ExitStatus intervals(const Request& request, const CommandContext& context) {
  const base::Facet facet = one_facet_of(request);
  History history(request, context);
  const history::Window window = history.window();
  const std::vector<history::Person> people = history.chosen(window);
  rendering::Columns columns = rendering::interval_columns(facet);
  if (of_several_workspaces(people)) columns = rendering::showing_workspaces(columns);
  SheetOutput sheet(request, context, {request.command, window, history.zone(), {}}, columns);
  note_beginning(history, people, window, sheet);
  note_groups(history, people, window, sheet);
  remark_on(history, people, window, context);
  bool unknown = false;
  sheet.rows_of([&] {
    for (const history::Person& person : people)
      each_stretch(history, person, facet, window, [&](const answers::Stretch& stretch) {
        unknown = unknown || !stretch.state;
        sheet.row(rendering::interval_row(person, facet, stretch));
      });
  });
  sheet.end();
  say_if_nobody(request, people, context);
  return request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace presenced::commands
