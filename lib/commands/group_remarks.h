// Remarks on an answer about groups: who joined and who left within the window, and since when memberships are known.
#pragma once

#include <string>
#include <vector>

#include "commands/history.h"
#include "commands/sheet_output.h"
#include "history/span.h"

namespace presenced::commands {

// Below a picture, one a line: "dana joined @on-call Fri 2026-11-20 09:00:00". Empty: the request names no group, or
// nobody joined or left. Many are cut, with their number.
std::string group_remarks(History& history, const std::vector<history::Person>& people, history::Window window);
// The same below a table; other formats have no remarks.
void note_groups(History& history, const std::vector<history::Person>& people, history::Window window,
                 SheetOutput& sheet);

}  // namespace presenced::commands
