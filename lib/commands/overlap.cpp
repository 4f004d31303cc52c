// overlap: when all of several people were active; with --any, when at least one was.
#include <fmt/format.h>

#include <map>
#include <set>

#include "answers/answers.h"
#include "commands/beginning.h"
#include "commands/command.h"
#include "commands/group_remarks.h"
#include "commands/history.h"
#include "commands/sheet_output.h"
#include "commands/window_remarks.h"
#include "rendering/sheets.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

void need_two(const std::vector<history::Person>& people) {
  std::set<base::UserId> ids;
  for (const history::Person& person : people) ids.insert(person.id);
  if (ids.size() >= 2) return;
  const std::string found = people.empty() ? "nobody" : text::printable(people[0].called()) + " alone";
  throw Refused(ExitStatus::usage, fmt::format("overlap needs at least two people; WHO is {}", found));
}

// When at least two of them count: one member of a group alone is not together with anybody.
answers::SpanSet of_two(History& history, const std::vector<history::Person>& people, history::Window window) {
  std::map<base::UserId, answers::SpanSet> counted;  // an id in several workspaces is one person
  for (const history::Person& person : people)
    counted[person.id] = answers::union_of(counted[person.id], history.counted(person, window));
  answers::SpanSet one;
  answers::SpanSet two;
  for (const auto& [id, time] : counted) {
    two = answers::union_of(two, answers::intersection(one, time));
    one = answers::union_of(one, time);
  }
  return two;
}

answers::OverlapAnswer answer_about(History& history, const std::vector<history::Person>& people,
                                    history::Window window, const Request& request) {
  answers::OverlapAnswer answer;
  if (!request.any) answer.together = of_two(history, people, window);
  for (const history::Person& person : people) {
    const answers::Timeline timeline = history.timeline(person, base::Facet::presence, window);
    if (request.any)
      answers::add_any(answer, timeline);
    else
      answers::add(answer, timeline, history.counted(person, window));
  }
  const base::Millis least = span_of("--min", request.min);
  return {answers::at_least(answer.together, least), answers::at_least(answer.undecided, least)};
}

}  // namespace

ExitStatus overlap(const Request& request, const CommandContext& context) {
  if (request.who.empty())
    throw Refused(ExitStatus::usage, "overlap needs at least two people, or a group: presencectl overlap WHO WHO...");
  History history(request, context);
  const history::Window window = history.window();
  const std::vector<history::Person> people = history.chosen_over(window);
  if (!request.any) need_two(people);
  const answers::OverlapAnswer answer = answer_about(history, people, window, request);
  SheetOutput sheet(request, context,
                    {request.command, window, history.zone(), rendering::overlap_totals(answer, request.any)},
                    rendering::overlap_columns());
  for (const rendering::Row& row : rendering::overlap_rows(answer, request.any)) sheet.row(row);
  sheet.end();
  if (request.format == rendering::Format::table)
    context.output.write(rendering::overlap_totals_text(answer, window, context.style, request.any) +
                         group_remarks(history, people, window));
  remark_on(history, people, window, context);
  if (!say_if_nobody(request, people, context) && sheet.rows() == 0)
    context.output.say(request.any ? "nobody was active in this window"
                                   : "they were not active at the same time in this window");
  return request.strict && !answer.undecided.empty() ? ExitStatus::unknown : ExitStatus::answered;
}

}  // namespace presenced::commands
