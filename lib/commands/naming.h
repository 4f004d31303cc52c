// What people are called beside each other. Pure.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "history/recorded.h"

namespace presenced::commands {

// Whether the rows of these people need their workspace beside the name.
bool of_several_workspaces(const std::vector<history::Person>& people);
// What people are called in pictures: with their workspace where there are several. A long name is cut, the workspace
// is not. `cut_mark` is where it is cut, of one column.
std::function<std::string(const history::Person&)> naming(const std::vector<history::Person>& people,
                                                          std::string cut_mark = "…");

}  // namespace presenced::commands
