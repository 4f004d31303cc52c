// Who has joined and who has left the groups of the watchlist, in words for the log. Pure.
#pragma once

#include <string>
#include <vector>

#include "roster/compose.h"

namespace presenced::roster {

// A sentence for each person while they are few ("U024BE7LH joined group on-call"), else one for all ("150 people left
// group everybody"); in the order of the groups. A group that is new has been joined by everybody in it.
// `forgotten`: of them nothing is written.
std::vector<std::string> group_changes(const std::vector<GroupOfIds>& before, const std::vector<GroupOfIds>& after,
                                       const std::vector<base::UserId>& forgotten = {});

}  // namespace presenced::roster
