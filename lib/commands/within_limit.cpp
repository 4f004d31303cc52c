#include "commands/within_limit.h"

#include <algorithm>

#include "answers/group_times.h"

namespace presenced::commands {
namespace {

constexpr history::Window kEver{base::WallTime::min(), base::WallTime::max()};

}  // namespace

void WithinLimit::keep(std::vector<history::Group>& groups) const {
  if (!limit_) return;
  std::erase_if(groups, [&](const auto& group) { return !limit_->includes(group.workspace, group.name); });
}

void WithinLimit::keep(std::vector<history::Membership>& memberships) const {
  if (!limit_) return;
  std::erase_if(memberships, [&](const auto& one) { return !limit_->includes(one.workspace, one.group); });
}

void WithinLimit::keep(std::vector<history::Person>& people, const std::vector<history::Membership>& memberships) {
  if (!limit_) return;
  when_.clear();
  const auto of = answers::by_member(memberships);
  std::erase_if(people, [&](history::Person& person) {
    const auto member = of.find({person.workspace, person.id});
    if (member == of.end()) return true;
    const auto is_open = [](const history::Membership& one) { return !one.until; };
    person.watched = person.watched && std::any_of(member->second.begin(), member->second.end(), is_open);
    when_[person.key] = answers::time_in_groups(member->second, limit_->groups, kEver);
    return false;
  });
}

answers::SpanSet WithinLimit::when(history::Person::Key person, history::Window window) const {
  if (!limit_) return {window};
  const auto kept = when_.find(person);
  return kept == when_.end() ? answers::SpanSet{} : answers::clip(kept->second, window);
}

bool WithinLimit::counts(history::Person::Key person, base::WallTime at) const {
  if (!limit_) return true;
  const auto kept = when_.find(person);
  return kept != when_.end() && kept->second.contains(at);
}

}  // namespace presenced::commands
