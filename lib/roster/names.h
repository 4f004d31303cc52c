// The names on a watchlist, as keys: equal for two ways of writing the same name. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "history/record.h"
#include "watch/members.h"

namespace presenced::roster {

using NameKey = std::pair<history::NameKind, std::string>;

// Slack does not tell capital letters from small ones in any of these names. Only the letters A to Z are folded:
// channels are written small at Slack anyway, and addresses are ASCII.
std::string folded(std::string_view name);

// Empty for a member that is named by id.
std::optional<NameKey> key_of(const watch::Who& who);

}  // namespace presenced::roster
