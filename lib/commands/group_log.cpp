#include "commands/group_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "commands/history.h"
#include "commands/log_question.h"
#include "commands/sheet_output.h"
#include "rendering/sheets.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

struct Change {
  base::WallTime at;
  history::Person person;
  std::string group;
  bool joined = false;
};

void refuse_options_of_transitions(const Request& request) {
  const std::pair<bool, std::string_view> given[] = {{request.follow, "--follow"},
                                                     {request.after.has_value(), "--after"},
                                                     {request.grep.has_value(), "--grep"},
                                                     {request.state.has_value(), "--state"},
                                                     {request.source.has_value(), "--source"}};
  for (const auto& [is_given, option] : given)
    if (is_given) throw Refused(ExitStatus::usage, fmt::format("{} cannot be combined with --facet group", option));
}

// Whose changes of which groups are asked about.
class Wanted {
 public:
  Wanted(const LogQuestion& ask, History& history) : all_(!ask.filter.who) {
    if (all_) return;
    for (const history::Person::Key& key : *ask.filter.who) groups_.emplace(key, std::nullopt);
    for (const auto& [person, groups] : history.as_members(history.people())) groups_[person.key] = groups;
  }

  bool has(const history::Person& person, const std::string& group) const {
    if (all_) return true;
    const auto wanted = groups_.find(person.key);
    if (wanted == groups_.end()) return false;
    return !wanted->second || std::find(wanted->second->begin(), wanted->second->end(), group) != wanted->second->end();
  }

 private:
  bool all_;
  std::map<history::Person::Key, std::optional<std::vector<std::string>>> groups_;  // empty: of every group
};

std::vector<Change> changes_within(History& history, const Wanted& wanted, history::Window window) {
  std::map<std::pair<std::string, base::UserId>, history::Person> people;
  for (const history::Person& person : history.people()) people[{person.workspace, person.id}] = person;
  std::vector<Change> changes;
  for (const history::Membership& one : history.memberships()) {
    const auto person = people.find({one.workspace, one.user});
    if (person == people.end() || !wanted.has(person->second, one.group)) continue;
    if (window.contains(one.since)) changes.push_back({one.since, person->second, one.group, true});
    if (one.until && window.contains(*one.until)) changes.push_back({*one.until, person->second, one.group, false});
  }
  const auto order = [](const Change& change) {
    return std::tuple(change.at, change.person.workspace, change.group, change.joined, change.person.id);
  };
  std::sort(changes.begin(), changes.end(),
            [&](const Change& one, const Change& other) { return order(one) < order(other); });
  return changes;
}

}  // namespace

ExitStatus group_log(const Request& request, const CommandContext& context) {
  refuse_options_of_transitions(request);
  History history(request, context);
  Request of_transitions = request;
  of_transitions.facet.reset();
  const LogQuestion ask = log_question(of_transitions, history);
  std::vector<Change> changes = changes_within(history, Wanted(ask, history), ask.filter.window);
  if (request.newest && static_cast<std::size_t>(*request.newest) < changes.size())
    changes.erase(changes.begin(), changes.end() - *request.newest);
  if (request.reverse) std::reverse(changes.begin(), changes.end());
  std::set<std::string> workspaces;
  for (const Change& change : changes) workspaces.insert(change.person.workspace);
  rendering::Columns columns = rendering::group_log_columns();
  if (workspaces.size() > 1) columns = rendering::showing_workspaces(columns);
  SheetOutput sheet(request, context, ask.head, columns);
  for (const Change& change : changes)
    sheet.row(rendering::group_log_row(change.person, change.at, change.group, change.joined));
  sheet.end();
  if (sheet.rows() == 0) context.output.say("nobody joined or left a group in this window");
  return ExitStatus::answered;
}

}  // namespace presenced::commands
