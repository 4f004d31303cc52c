// Remarks on an answer: when recording began, and why there are no rows.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "commands/history.h"
#include "commands/sheet_output.h"
#include "history/recorded.h"
#include "history/span.h"

namespace presenced::commands {

// When the window begins before recording did: "recording began Fri 2026-11-20 07:07:00". Empty: it does not.
std::string beginning_text(History& history, const std::vector<history::Person>& people, history::Window window);

// The moment up to which nothing could be recorded, or the beginning of the window: parts of the window that end by
// then are left out of tables and pictures, because all of their time is unknown for this reason.
base::WallTime shown_from(History& history, const std::vector<history::Person>& people, history::Window window);

// The same, and notes below the table when recording began.
base::WallTime note_beginning(History& history, const std::vector<history::Person>& people, history::Window window,
                              SheetOutput& sheet);

// An answer about nobody is empty: says why on standard error. Returns whether it is.
bool say_if_nobody(const Request& request, const std::vector<history::Person>& people, const CommandContext& context);

}  // namespace presenced::commands
