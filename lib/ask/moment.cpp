// now, at: everybody's state at one moment.
#include <functional>

#include "ask/command.h"
#include "ask/history.h"
#include "ask/sheet_output.h"
#include "query/answers.h"
#include "query/sheets.h"

namespace presenced::ask {
namespace {

// `counts`: whether --strict looks at this person.
ExitStatus moment(History& history, base::WallTime at, const Request& request, const Surroundings& surroundings,
                  const std::function<bool(const query::Person&)>& counts) {
  const std::vector<Subject> subjects = history.chosen();
  SheetOutput sheet(request, surroundings,
                    {request.command, std::nullopt, history.zone(), {{{"at", "", query::Kind::time}, at}}},
                    query::moment_columns());
  bool unknown = false;
  for (const Subject& subject : subjects) {
    const auto presence = query::at_moment(history.presence_at(subject, at), at, history.known_until());
    const auto status = query::at_moment(history.status_at(subject, at), at, history.known_until());
    unknown = unknown || (counts(subject.person) && !presence.state);
    sheet.row(query::moment_row(subject.person, presence, status, at, *history.zone()));
  }
  sheet.end();
  return request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace

ExitStatus now(const Request& request, const Surroundings& surroundings) {
  History history(request, surroundings);
  // Of somebody who is not watched any more nothing is known now; that is of concern only to those who ask about them.
  return moment(history, history.now(), request, surroundings,
                [&](const query::Person& person) { return person.watched || !request.who.empty(); });
}

ExitStatus at(const Request& request, const Surroundings& surroundings) {
  History history(request, surroundings);
  return moment(history, history.moment(request.time), request, surroundings,
                [](const query::Person&) { return true; });
}

}  // namespace presenced::ask
