#include "answers/group_times.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace presenced::answers {
namespace {

history::Span span_of(const history::Membership& one) { return {one.since, one.until.value_or(base::WallTime::max())}; }

}  // namespace

std::vector<history::Group> groups_within(const std::vector<history::Group>& watched,
                                          const std::vector<history::Membership>& memberships, history::Window window) {
  std::map<std::pair<std::string, std::string>, std::set<base::UserId>> users;
  for (const history::Group& group : watched) users[{group.workspace, group.name}];
  for (const history::Membership& one : memberships) {
    auto& members = users[{one.workspace, one.group}];
    if (!intersection(span_of(one), window).empty()) members.insert(one.user);
  }
  std::vector<history::Group> groups;
  for (const auto& [name, members] : users)
    groups.push_back({name.first, name.second, {members.begin(), members.end()}});
  return groups;
}

std::map<Member, std::vector<history::Membership>> by_member(const std::vector<history::Membership>& memberships) {
  std::map<Member, std::vector<history::Membership>> members;
  for (const history::Membership& one : memberships) members[{one.workspace, one.user}].push_back(one);
  return members;
}

SpanSet time_in_groups(const std::vector<history::Membership>& of_one, const std::vector<std::string>& groups,
                       history::Window window) {
  std::vector<history::Span> spans;
  for (const history::Membership& one : of_one)
    if (std::find(groups.begin(), groups.end(), one.group) != groups.end()) spans.push_back(span_of(one));
  return clip(SpanSet(std::move(spans)), window);
}

Timeline clipped(const Timeline& timeline, const SpanSet& kept) {
  Timeline parts;
  auto stretch = timeline.begin();
  for (const history::Span& span : kept.spans()) {
    while (stretch != timeline.end() && stretch->span.to <= span.from) ++stretch;
    for (auto one = stretch; one != timeline.end() && one->span.from < span.to; ++one)
      parts.push_back({intersection(one->span, span), one->state});
  }
  return parts;
}

std::vector<history::Covered> clipped(const std::vector<history::Covered>& coverage, const SpanSet& kept) {
  std::vector<history::Covered> parts;
  for (const history::Covered& one : coverage) {
    const base::WallTime to = one.to.value_or(base::WallTime::max());
    for (const history::Span& span : clip(kept, {one.from, to}).spans()) {
      history::Covered part = one;
      part.from = span.from;
      if (span.to != to) {
        part.to = span.to;
        part.reason = history::EndReason::unwatched;
      }
      parts.push_back(part);
    }
  }
  return parts;
}

}  // namespace presenced::answers
