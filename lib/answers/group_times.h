// Groups over time: who was in a group of the watchlist, and when. An answer about "@group" is about its people while
// they were in it. Pure.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "answers/span_set.h"
#include "answers/timeline.h"
#include "history/recorded.h"

namespace presenced::answers {

// The groups with everybody who was in them for any moment of the window, whether they are on the watchlist still or
// not. `watched`: those of now; one without any member then is there, too, and empty.
std::vector<history::Group> groups_within(const std::vector<history::Group>& watched,
                                          const std::vector<history::Membership>& memberships, history::Window window);

// The memberships of each person, who is of one workspace.
using Member = std::pair<std::string, base::UserId>;  // workspace, id
std::map<Member, std::vector<history::Membership>> by_member(const std::vector<history::Membership>& memberships);

// When one person was in any of the groups, by their memberships, within the window. An open membership goes on.
SpanSet time_in_groups(const std::vector<history::Membership>& of_one, const std::vector<std::string>& groups,
                       history::Window window);

// The stretches as far as they lie in `kept`; what is between them is missing.
Timeline clipped(const Timeline& timeline, const SpanSet& kept);
// The same of coverage. What is cut at its end was left there (`unwatched`).
std::vector<history::Covered> clipped(const std::vector<history::Covered>& coverage, const SpanSet& kept);

}  // namespace presenced::answers
