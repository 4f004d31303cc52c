// Remarks on an answer about groups: who joined and who left within the window, and since when memberships are known.
#pragma once

#include <string>
#include <vector>

#include "commands/history.h"
#include "commands/sheet_output.h"
#include "history/span.h"

namespace presenced::commands {

// One a line: "dana joined @on-call Fri 2026-11-20 09:00:00". Empty: the request names no group, or nobody joined or
// left. Many are cut, with their number.
std::vector<std::string> group_remarks(History& history, const std::vector<history::Person>& people,
                                       history::Window window);

// The same below a table; and as a text below a picture, each line with its end.
void note_groups(History& history, const std::vector<history::Person>& people, history::Window window,
                 SheetOutput& sheet);
std::string group_remarks_text(History& history, const std::vector<history::Person>& people, history::Window window);

}  // namespace presenced::commands
