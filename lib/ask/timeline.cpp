// timeline: a bar for each person; in formats for programs, the spans that the bars are made of.
#include "ask/command.h"
#include "ask/history.h"
#include "ask/sheet_output.h"
#include "query/pictures.h"
#include "query/sheets.h"

namespace presenced::ask {
namespace {

bool has_unknown(const query::PresenceTimeline& timeline) { return query::shares(timeline).unknown > base::Millis{0}; }

// Both tell whether there was unknown time.
bool draw(History& history, const std::vector<Subject>& subjects, query::Window window,
          const Surroundings& surroundings) {
  std::vector<std::string> names;
  for (const Subject& subject : subjects) names.push_back(subject.person.called());
  const query::TimelinePicture picture(names, window, *history.zone(), surroundings.style);
  surroundings.output.write(picture.head());
  bool unknown = false;
  for (const Subject& subject : subjects) {
    const query::PresenceTimeline timeline = history.timeline(subject, window);
    unknown = unknown || has_unknown(timeline);
    surroundings.output.write(picture.bar(subject.person.called(), timeline));
  }
  surroundings.output.write(picture.foot());
  return unknown;
}

bool list(History& history, const std::vector<Subject>& subjects, query::Window window, const Request& request,
          const Surroundings& surroundings) {
  SheetOutput sheet(request, surroundings, {request.command, window, history.zone(), {}}, query::interval_columns());
  bool unknown = false;
  for (const Subject& subject : subjects) {
    const query::PresenceTimeline timeline = history.timeline(subject, window);
    unknown = unknown || has_unknown(timeline);
    for (const auto& stretch : timeline) sheet.row(query::interval_row(subject.person, stretch));
  }
  sheet.end();
  return unknown;
}

}  // namespace

ExitStatus timeline(const Request& request, const Surroundings& surroundings) {
  History history(request, surroundings);
  const query::Window window = history.window();
  const std::vector<Subject> subjects = history.chosen(window);
  const bool unknown = request.format == query::Format::table ? draw(history, subjects, window, surroundings)
                                                              : list(history, subjects, window, request, surroundings);
  return request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace presenced::ask
