// What a limit (access/limit.h) leaves of a history: which groups and people there are, and when each person counts.
// Pure.
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "access/limit.h"
#include "answers/span_set.h"
#include "history/recorded.h"

namespace presenced::commands {

class WithinLimit {
 public:
  explicit WithinLimit(std::optional<access::Limit> limit) : limit_(std::move(limit)) {}  // empty: leaves everything

  bool limited() const { return limit_.has_value(); }
  void keep(std::vector<history::Group>& groups) const;
  void keep(std::vector<history::Membership>& memberships) const;
  // `memberships`: of all of them, kept already. Whether somebody is watched for another group is not seen either.
  void keep(std::vector<history::Person>& people, const std::vector<history::Membership>& memberships);

  // When somebody counts; of those who were kept last.
  answers::SpanSet when(history::Person::Key person, history::Window window) const;
  bool counts(history::Person::Key person, base::WallTime at) const;

 private:
  std::optional<access::Limit> limit_;
  std::map<history::Person::Key, answers::SpanSet> when_;  // a member of the groups
};

}  // namespace presenced::commands
