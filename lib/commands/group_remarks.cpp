#include "commands/group_remarks.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "text/text.h"
#include "time/times.h"

namespace presenced::commands {
namespace {

constexpr std::size_t kMostRemarks = 10;  // lines: what is below a table should not be longer than it

using Name = std::pair<std::string, std::string>;  // of a group: workspace, name

// The first membership of each group. Before it nothing is known of the group: the watchlist did not have it, or an
// older release recorded.
std::map<Name, base::WallTime> beginnings(History& history) {
  std::map<Name, base::WallTime> first;
  for (const history::Membership& one : history.memberships()) {
    const auto [known, added] = first.try_emplace({one.workspace, one.group}, one.since);
    if (!added) known->second = std::min(known->second, one.since);
  }
  return first;
}

}  // namespace

std::vector<std::string> group_remarks(History& history, const std::vector<history::Person>& people,
                                       history::Window window) {
  const std::vector<std::pair<history::Person, std::vector<std::string>>> members = history.as_members(people);
  if (members.empty()) return {};
  const std::map<Name, base::WallTime> first = beginnings(history);
  const base::WallTime began = history.recording_began(people).value_or(window.from);
  const auto shown = [&](base::WallTime at) { return time::readable_moment(*history.zone(), at); };
  std::vector<std::pair<base::WallTime, std::string>> remarks;
  std::map<Name, base::WallTime> late;
  for (const auto& [person, groups] : members) {
    for (const history::Membership& one : history.memberships()) {
      if (one.user != person.id || one.workspace != person.workspace) continue;
      if (std::find(groups.begin(), groups.end(), one.group) == groups.end()) continue;
      const std::string who = text::printable(person.called());
      const base::WallTime known = first.at({one.workspace, one.group});
      if (known > std::max(window.from, began) && known < window.to)
        late.emplace(Name{one.workspace, one.group}, known);
      if (one.since > window.from && one.since < window.to && one.since != known)
        remarks.emplace_back(one.since,
                             fmt::format("{} joined @{} {}", who, text::printable(one.group), shown(one.since)));
      if (one.until && *one.until > window.from && *one.until < window.to)
        remarks.emplace_back(*one.until,
                             fmt::format("{} left @{} {}", who, text::printable(one.group), shown(*one.until)));
    }
  }
  std::sort(remarks.begin(), remarks.end());
  std::vector<std::string> lines;
  for (const auto& [group, known] : late)
    lines.push_back(
        fmt::format("the members of @{} are known from {} on; --members now shows today's members over the "
                    "whole window",
                    text::printable(group.second), shown(known)));
  for (const auto& [at, remark] : remarks) {
    if (lines.size() == kMostRemarks) {
      lines.push_back(
          fmt::format("and {} more; log --facet group shows them", remarks.size() + late.size() - kMostRemarks));
      break;
    }
    lines.push_back(remark);
  }
  return lines;
}

void note_groups(History& history, const std::vector<history::Person>& people, history::Window window,
                 SheetOutput& sheet) {
  for (const std::string& line : group_remarks(history, people, window)) sheet.note(line);
}

std::string group_remarks_text(History& history, const std::vector<history::Person>& people, history::Window window) {
  std::string text;
  for (const std::string& line : group_remarks(history, people, window)) text += line + "\n";
  return text;
}

}  // namespace presenced::commands
