#include "commands/group_remarks.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
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

// One a line; empty: the request names no group, or nobody joined or left.
std::vector<std::string> remarks_on(History& history, const std::vector<history::Person>& people,
                                    history::Window window) {
  std::map<answers::Member, const History::MemberOf*> asked;
  const std::vector<History::MemberOf> members = history.as_members(people);
  for (const History::MemberOf& one : members) asked[{one.person.workspace, one.person.id}] = &one;
  if (asked.empty()) return {};
  const std::map<Name, base::WallTime> first = beginnings(history);
  const base::WallTime began = history.recording_began(people).value_or(window.from);
  const auto within = [&](base::WallTime at) { return at > window.from && at < window.to; };
  const auto shown = [&](base::WallTime at) { return time::readable_moment(*history.zone(), at); };
  std::vector<std::pair<base::WallTime, std::string>> remarks;
  std::map<Name, base::WallTime> late;
  for (const history::Membership& one : history.memberships()) {
    const auto member = asked.find({one.workspace, one.user});
    if (member == asked.end()) continue;
    const history::Person& person = member->second->person;
    const std::vector<std::string>& groups = member->second->groups;
    if (std::find(groups.begin(), groups.end(), one.group) == groups.end()) continue;
    const base::WallTime known = first.at({one.workspace, one.group});
    if (within(known) && known > began) late.emplace(Name{one.workspace, one.group}, known);
    const auto remark = [&](base::WallTime at, std::string_view did) {
      remarks.emplace_back(at, fmt::format("{} {} @{} {}", text::printable(person.called()), did,
                                           text::printable(one.group), shown(at)));
    };
    if (within(one.since) && one.since != known) remark(one.since, "joined");
    if (one.until && within(*one.until)) remark(*one.until, "left");
  }
  std::sort(remarks.begin(), remarks.end());
  std::vector<std::string> lines;
  for (const auto& [group, known] : late)
    lines.push_back(
        fmt::format("the members of @{} are known from {} on; --members now shows today's members over the "
                    "whole window",
                    text::printable(group.second), shown(known)));
  for (const auto& [at, remark] : remarks) lines.push_back(remark);
  return lines;
}

}  // namespace

std::string group_remarks(History& history, const std::vector<history::Person>& people, history::Window window) {
  const std::vector<std::string> lines = remarks_on(history, people, window);
  const std::size_t shown = std::min(lines.size(), kMostRemarks);
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) text += lines[i] + "\n";
  if (shown < lines.size()) text += fmt::format("and {} more; log --facet group shows them\n", lines.size() - shown);
  return text;
}

void note_groups(History& history, const std::vector<history::Person>& people, history::Window window,
                 SheetOutput& sheet) {
  if (!sheet.table()) return;
  if (const std::string remarks = group_remarks(history, people, window); !remarks.empty()) sheet.note(remarks);
}

}  // namespace presenced::commands
