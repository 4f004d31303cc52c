// timeline: a bar for each person; in formats for programs, the spans that the bars are made of.
#include "ask/command.h"
#include "ask/history.h"
#include "ask/sheet_output.h"
#include "query/pictures.h"
#include "query/sheets.h"

namespace presenced::ask {
namespace {

bool has_unknown(const query::Timeline& timeline) { return query::shares(timeline).unknown > base::Millis{0}; }

// Both tell whether there was unknown time.
bool draw(History& history, const std::vector<history::Person>& people, history::Window window,
          const Surroundings& surroundings) {
  std::vector<std::string> names;
  for (const history::Person& person : people) names.push_back(person.called());
  const query::TimelinePicture picture(names, window, *history.zone(), surroundings.style);
  surroundings.output.write(picture.head());
  bool unknown = false;
  for (const history::Person& person : people) {
    const query::Timeline timeline = history.timeline(person, base::Facet::presence, window);
    unknown = unknown || has_unknown(timeline);
    surroundings.output.write(picture.bar(person.called(), timeline));
  }
  surroundings.output.write(picture.foot());
  return unknown;
}

bool list(History& history, const std::vector<history::Person>& people, history::Window window, const Request& request,
          const Surroundings& surroundings) {
  SheetOutput sheet(request, surroundings, {request.command, window, history.zone(), {}},
                    query::interval_columns(base::Facet::presence));
  bool unknown = false;
  for (const history::Person& person : people) {
    const query::Timeline timeline = history.timeline(person, base::Facet::presence, window);
    unknown = unknown || has_unknown(timeline);
    for (const auto& stretch : timeline) sheet.row(query::interval_row(person, base::Facet::presence, stretch));
  }
  sheet.end();
  return unknown;
}

}  // namespace

ExitStatus timeline(const Request& request, const Surroundings& surroundings) {
  History history(request, surroundings);
  const history::Window window = history.window();
  const std::vector<history::Person> people = history.chosen(window);
  const bool unknown = request.format == query::Format::table ? draw(history, people, window, surroundings)
                                                              : list(history, people, window, request, surroundings);
  return request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace presenced::ask
