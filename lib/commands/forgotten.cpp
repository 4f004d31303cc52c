// forget --list, forget --undo: who is never recorded again, and who may be after all.
#include "commands/forgotten.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/letters.h"
#include "commands/command.h"
#include "commands/history.h"
#include "commands/keeper.h"
#include "commands/sheet_output.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

std::vector<store::ForgottenPerson> all_forgotten(const Request& request) {
  const auto reader = answered(store::Reader::open(request.db));
  return answered(store::Questions(*reader).forgotten());
}

rendering::SheetHead head_of(const Request& request, const CommandContext& context) {
  const time::ZoneDatabase zones;
  return {request.command, std::nullopt, zone_for(request, context, zones), {}};
}

std::string nearest(const std::string& who, const std::vector<store::ForgottenPerson>& people) {
  std::size_t least = 3;  // a mistyped letter or two
  std::string found;
  for (const store::ForgottenPerson& person : people) {
    const std::size_t distance = base::edit_distance(text::folded(who), text::folded(person.user.text));
    if (distance >= least) continue;
    least = distance;
    found = "; did you mean " + person.user.text + "?";
  }
  return found;
}

// By id, which is all that is kept of them.
std::vector<base::UserId> named_forgotten(const Request& request) {
  const auto people = all_forgotten(request);
  std::vector<base::UserId> users;
  std::vector<std::string> problems;
  for (const std::string& who : request.who) {
    const auto found = std::find_if(people.begin(), people.end(), [&](const store::ForgottenPerson& person) {
      return text::folded(person.user.text) == text::folded(who);
    });
    if (found == people.end())
      problems.push_back(
          fmt::format("no forgotten person has the id '{}'{}", text::printable(who), nearest(who, people)));
    else if (std::find(users.begin(), users.end(), found->user) == users.end())
      users.push_back(found->user);
  }
  if (problems.empty()) return users;
  problems.push_back("presencectl forget --list shows the ids; names are not kept");
  throw Refused(ExitStatus::nobody, std::move(problems));
}

}  // namespace

ExitStatus list_forgotten(const Request& request, const CommandContext& context) {
  if (!request.who.empty()) throw Refused(ExitStatus::usage, "forget --list does not take WHO");
  const auto people = all_forgotten(request);
  SheetOutput sheet(request, context, head_of(request, context),
                    {{"user_id", "ID"},
                     {"forgotten_at", "FORGOTTEN", rendering::Kind::time},
                     {"asked_by_uid", "ASKED BY", rendering::Kind::number}});
  for (const store::ForgottenPerson& person : people)
    sheet.row({person.user.text, rendering::cell(person.asked.at), rendering::cell(person.asked.by_uid)});
  sheet.end();
  return ExitStatus::answered;
}

ExitStatus undo_forget(const Request& request, const CommandContext& context) {
  if (request.who.empty()) throw Refused(ExitStatus::usage, "forget --undo: WHO is required");
  const auto users = named_forgotten(request);
  Keeper keeper(request, context);
  SheetOutput sheet(request, context, head_of(request, context),
                    {{"user_id", "ID"}, {"forgotten", "FORGOTTEN", rendering::Kind::truth}});
  for (const base::UserId& user : users) {
    keeper.undo_forget(user);  // false: another did it meanwhile
    sheet.row({user.text, false});
  }
  sheet.end();
  keeper.close();
  return ExitStatus::answered;
}

}  // namespace presenced::commands
