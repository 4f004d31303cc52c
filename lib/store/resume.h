// Reads what an engine has to know of the past (history::Resume).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "history/record.h"
#include "store/sqlite.h"

namespace presenced::store {

// Of a workspace that was never recorded: empty but for recorded_until, the last mark of life, and forgotten, which are
// of the whole database. Seeks per person, so its cost grows with the people, not with the history.
history::Resume read_resume(Database& database, std::string_view workspace);

std::vector<std::string> read_workspaces(Database& database);  // the names of all that were ever recorded

}  // namespace presenced::store
