// intervals: a person's states one after the other, without hole or overlap.
#include "ask/command.h"
#include "ask/facet.h"
#include "ask/history.h"
#include "ask/sheet_output.h"
#include "query/sheets.h"
#include "query/timeline.h"

namespace presenced::ask {
namespace {

struct Question {
  const Request& request;
  const Surroundings& surroundings;
  History& history;
  query::Window window;
};

// `stretches_of` a subject, `row` of a stretch.
template <class StretchesOf, class Row>
ExitStatus tell(const Question& ask, query::Columns columns, const StretchesOf& stretches_of, const Row& row) {
  const std::vector<Subject> subjects = ask.history.chosen(ask.window);
  SheetOutput sheet(ask.request, ask.surroundings, {ask.request.command, ask.window, ask.history.zone(), {}},
                    std::move(columns));
  bool unknown = false;
  for (const Subject& subject : subjects)
    for (const auto& stretch : stretches_of(subject)) {
      unknown = unknown || !stretch.state;
      sheet.row(row(subject.person, stretch));
    }
  sheet.end();
  return ask.request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace

ExitStatus intervals(const Request& request, const Surroundings& surroundings) {
  const bool of_status = facet_of(request) == base::Facet::status;
  if (of_status && (request.idle_grace || request.merge_flaps))
    throw Refused(
        ExitStatus::usage,
        "--idle-grace and --merge-flaps correct being active and away; they have no meaning for --facet status");
  History history(request, surroundings);
  const Question ask{request, surroundings, history, history.window()};
  if (of_status)
    return tell(
        ask, query::status_interval_columns(),
        [&](const Subject& subject) {
          return query::timeline(history.status(subject, ask.window), ask.window, history.alive_at());
        },
        query::status_interval_row);
  return tell(
      ask, query::interval_columns(), [&](const Subject& subject) { return history.timeline(subject, ask.window); },
      query::interval_row);
}

}  // namespace presenced::ask
