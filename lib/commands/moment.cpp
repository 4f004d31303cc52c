// now, at: everybody's state at one moment.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "answers/answers.h"
#include "commands/beginning.h"
#include "commands/command.h"
#include "commands/history.h"
#include "commands/naming.h"
#include "commands/recorder_watch.h"
#include "commands/sheet_output.h"
#include "rendering/glossary.h"
#include "rendering/sheets.h"
#include "text/text.h"
#include "time/times.h"

namespace presenced::commands {
namespace {

using States = base::ByFacet<answers::AtMoment>;

constexpr std::array<std::string_view, 3> kStates{"active", "away", "unknown"};

std::string state_of(const States& states) {
  return rendering::word_for(answers::presence_of(states[base::Facet::presence].state));
}

void check_state(const Request& request) {
  if (!request.state || std::find(kStates.begin(), kStates.end(), *request.state) != kStates.end()) return;
  throw Refused(ExitStatus::usage,
                fmt::format("--state must be active, away or unknown, not '{}'", text::printable(*request.state)));
}

// What stands below the rows of a table.
class Footer {
 public:
  explicit Footer(const CommandContext& context) : legend_(context.style.terminal) {}

  void count(const States& states) {
    const auto word = std::find(kStates.begin(), kStates.end(), state_of(states));
    ++counts_[static_cast<std::size_t>(word - kStates.begin())];
    certainties_.insert(states[base::Facet::presence].certainty);
  }

  void add_to(SheetOutput& sheet) const {
    if (sheet.rows() > 1) sheet.note(fmt::format("{} active, {} away, {} unknown", counts_[0], counts_[1], counts_[2]));
    std::vector<rendering::Word> words;
    for (const answers::Certainty one : certainties_) words.push_back(rendering::explained(one));
    if (legend_ && !words.empty()) sheet.note((sheet.rows() > 1 ? "\n" : "") + rendering::glossary(words));
  }

 private:
  bool legend_;
  std::array<std::size_t, kStates.size()> counts_{};
  std::set<answers::Certainty> certainties_;
};

States states_at(History& history, const history::Person& person, base::WallTime at) {
  States states;
  for (const base::FacetRow& row : base::kFacets)
    states[row.facet] = answers::at_moment(history.facet_at(person, row.facet, at), at, history.known_until());
  return states;
}

// `counts`: whether --strict looks at this person.
template <class Counts>
ExitStatus moment(History& history, base::WallTime at, const Request& request, const CommandContext& context,
                  const Counts& counts) {
  const std::vector<history::Person> people = history.chosen_over({at, at + base::Millis{1}});
  rendering::Columns columns = rendering::moment_columns();
  if (of_several_workspaces(people)) columns = rendering::showing_workspaces(columns);
  SheetOutput sheet(request, context,
                    {request.command, std::nullopt, history.zone(), {{{"at", "", rendering::Kind::time}, at}}},
                    columns);
  Footer footer(context);
  bool unknown = false;
  for (const history::Person& person : people) {
    const States states = states_at(history, person, at);
    unknown = unknown || (counts(person) && !states[base::Facet::presence].state);
    if (request.state && *request.state != state_of(states)) continue;
    sheet.row(rendering::moment_row(person, states, at, *history.zone()));
    footer.count(states);
  }
  footer.add_to(sheet);
  sheet.end();
  if (!say_if_nobody(request, people, context) && sheet.rows() == 0)
    context.output.say(fmt::format("nobody is {}", *request.state));
  return request.strict && unknown ? ExitStatus::unknown : ExitStatus::answered;
}

ExitStatus present(History& history, const Request& request, const CommandContext& context) {
  // Nothing is known now about somebody who is no longer watched; that concerns only those who ask about them.
  return moment(history, history.now(), request, context,
                [&](const history::Person& person) { return person.watched || !request.who.empty(); });
}

// Repeats the answer in place, like top(1), until nobody listens any more.
ExitStatus watch(History& history, const Request& request, const CommandContext& context) {
  constexpr std::string_view kHome = "\x1b[H\x1b[J";  // to the upper left corner, and clear the screen
  while (true) {
    context.output.write(kHome);
    context.output.write(fmt::format("{}\n\n", time::readable_moment(*history.zone(), history.now())));
    const ExitStatus status = present(history, request, context);
    history.rest();
    if (!context.wait_for_change()) return status;
    history.renew();
  }
}

}  // namespace

ExitStatus now(const Request& request, const CommandContext& context) {
  check_state(request);
  if (request.watch && (request.format != rendering::Format::table || !context.style.terminal))
    throw Refused(ExitStatus::usage, "--watch redraws a table on a terminal; elsewhere use log -f -o jsonl");
  History history(request, context);
  RecorderWatch recorder;
  if (const auto news = recorder.look(history.recorder(), context.clock(), *history.zone())) context.output.say(*news);
  return request.watch ? watch(history, request, context) : present(history, request, context);
}

ExitStatus at(const Request& request, const CommandContext& context) {
  check_state(request);
  History history(request, context);
  const base::WallTime at = history.moment(request.time);
  if (at > std::max(history.now(), context.clock()))
    throw Refused(ExitStatus::usage, fmt::format("'{}' is {}, which is in the future", text::printable(request.time),
                                                 time::readable_moment(*history.zone(), at)));
  return moment(history, at, request, context, [](const history::Person&) { return true; });
}

}  // namespace presenced::commands
