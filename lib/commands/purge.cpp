// purge, forget: what the history holds of people is deleted, and of the forgotten nothing is recorded again.
#include <fmt/format.h>

#include <algorithm>

#include "commands/command.h"
#include "commands/configured.h"
#include "commands/forgotten.h"
#include "commands/history.h"
#include "commands/keeper.h"
#include "commands/sheet_output.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

struct Target {
  base::UserId user;
  std::string name;
  std::size_t transitions = 0;
  std::vector<store::NameRow> names = {};  // that stand for them on watchlists
};

bool forgets(const Request& request) { return request.command == "forget"; }

rendering::Columns purge_columns(const Request& request) {
  using rendering::Kind;
  rendering::Columns columns{{"user_id", "ID"},
                             {"name", "NAME", Kind::text, true},
                             {"known", "", Kind::truth},
                             {"forgotten", "FORGOTTEN", Kind::truth},
                             {"transitions", "TRANSITIONS", Kind::number},
                             {"spans", "SPANS", Kind::number}};
  if (forgets(request)) columns.push_back({"named_at", "", Kind::list});
  return columns;
}

bool is_known(const base::UserId& user, History& history) {
  const std::string wanted = text::folded(user.text);
  const auto& people = history.people();
  return std::any_of(people.begin(), people.end(), [&](const history::Person& person) {
    return text::folded(person.id.text) == wanted || text::folded(person.name) == wanted;
  });
}

// A mistyped id is not to be forgotten for good: an id of whom nothing is recorded has to be on a watchlist, or to have
// been forgotten already.
bool may_be_forgotten(const base::UserId& user, const Request& request, const CommandContext& context,
                      History& history) {
  const auto forgotten = answered(history.questions().forgotten());
  return std::any_of(forgotten.begin(), forgotten.end(), [&](const auto& person) { return person.user == user; }) ||
         !ConfiguredWatchlists(request, context).places_naming(user, {}).empty();
}

// Those of WHO who are ids that the history does not know and that are taken all the same; they leave the request.
std::vector<base::UserId> strangers(Request& request, const CommandContext& context, History& history) {
  std::vector<base::UserId> strangers;
  std::erase_if(request.who, [&](const std::string& who) {
    const base::UserId user{who};
    const bool taken = base::valid_user_id(who) && !is_known(user, history) &&
                       (request.force || (forgets(request) && may_be_forgotten(user, request, context, history)));
    if (taken) strangers.push_back(user);
    return taken;
  });
  return strangers;
}

std::vector<history::Person> people_named(const Request& request, History& history) {
  try {
    return history.chosen(answers::NameMatch::whole);
  } catch (Refused& refused) {
    if (std::any_of(request.who.begin(), request.who.end(), base::valid_user_id))
      refused.lines.emplace_back(
          fmt::format("use --force to {} an id that is in neither the history nor a watchlist", request.command));
    throw;
  }
}

// In the order of WHO, each id once, in whichever workspaces they are.
std::vector<Target> targets_of(Request request, const CommandContext& context) {
  History history(request, context);
  std::vector<Target> targets;
  for (const base::UserId& user : strangers(request, context, history)) targets.push_back({user, "", 0});
  if (request.who.empty()) return targets;
  const history::Window ever{base::wall_from_unix_ms(0), base::WallTime::max()};
  for (const history::Person& person : people_named(request, history)) {
    const auto known =
        std::find_if(targets.begin(), targets.end(), [&](const Target& one) { return one.user == person.id; });
    Target& target = known != targets.end()
                         ? *known
                         : targets.emplace_back(Target{person.id, person.called(), 0,
                                                       answered(history.questions().names_of(person.id))});
    for (const base::FacetRow& facet : base::kFacets)
      target.transitions += history.facet_within(person, facet.facet, ever).changes.size();
  }
  return targets;
}

std::string described(const Target& target) {
  const std::string who = target.name.empty() ? text::printable(target.user.text) + " (nothing recorded)"
                                              : fmt::format("{} ({})", text::printable(target.name), target.user.text);
  return fmt::format("{} changes of {}", target.transitions, who);
}

std::string question(const std::vector<Target>& targets, bool forget) {
  std::string text = "delete ";
  for (const Target& target : targets) text += (&target == &targets.front() ? "" : ",\n       ") + described(target);
  return text + (forget ? ", and never record them again? [y/N] " : "? [y/N] ");
}

void confirm(const std::vector<Target>& targets, const Request& request, const CommandContext& context) {
  if (request.yes) return;
  if (!context.confirm)
    throw Refused(
        ExitStatus::usage,
        fmt::format("{} is permanent; without a terminal, confirm with --yes; nothing was deleted", request.command));
  if (!context.confirm(question(targets, forgets(request)))) throw Refused(ExitStatus::failed, "nothing was deleted");
}

// What the administrator is to do: presenced does not edit the watchlists.
void say_where_named(const base::UserId& user, const std::vector<std::string>& places, const CommandContext& context) {
  for (const std::string& place : places)
    context.output.say(
        fmt::format("{} still names {}; remove that line", text::printable(place), text::printable(user.text)));
}

ExitStatus delete_people(const Request& request, const CommandContext& context) {
  const std::vector<Target> targets = targets_of(request, context);
  confirm(targets, request, context);
  Keeper keeper(request, context);
  const bool searches = keeper.alone() && forgets(request);
  std::optional<ConfiguredWatchlists> watchlists;
  if (searches) watchlists.emplace(request, context);
  const time::ZoneDatabase zones;
  SheetOutput sheet(request, context, {request.command, std::nullopt, zone_for(request, context, zones), {}},
                    purge_columns(request));
  for (const Target& target : targets) {
    if (context.progress) context.progress("deleting " + described(target));
    control::Purged purged = keeper.purge(target.user, forgets(request));
    if (watchlists) purged.named_at = watchlists->places_naming(target.user, target.names);
    rendering::Row row{target.user.text,
                       target.name.empty() ? rendering::Cell{} : rendering::Cell{target.name},
                       purged.known,
                       purged.forgotten,
                       static_cast<std::int64_t>(purged.transitions),
                       static_cast<std::int64_t>(purged.spans)};
    if (forgets(request)) row.emplace_back(purged.named_at);
    sheet.row(row);
    say_where_named(target.user, purged.named_at, context);
  }
  if (context.progress) context.progress("");
  sheet.end();
  keeper.close();
  for (const std::string& file : watchlists ? watchlists->unread() : std::vector<std::string>{})
    context.output.say(
        fmt::format("cannot read {}, so watchlists may still name them; pass the configuration with --config "
                    "FILE, or check the watchlists yourself",
                    text::printable(file)));
  return ExitStatus::answered;
}

}  // namespace

ExitStatus purge(const Request& request, const CommandContext& context) { return delete_people(request, context); }

ExitStatus forget(const Request& request, const CommandContext& context) {
  if (request.list && request.undo) throw Refused(ExitStatus::usage, "--list cannot be combined with --undo");
  if (request.list) return list_forgotten(request, context);
  if (request.undo) return undo_forget(request, context);
  if (request.who.empty()) throw Refused(ExitStatus::usage, "forget: WHO is required");
  return delete_people(request, context);
}

}  // namespace presenced::commands
