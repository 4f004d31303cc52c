// The views of a history and of its copy at the centre, row by row, to be compared.
#pragma once

#include <filesystem>
#include <string>

#include "support/lines.h"

namespace presenced::test {

// The rows of a query as text: columns with | between them, - for NULL, sorted.
Lines source_lines(const std::filesystem::path& history, const std::string& sql);
Lines centre_lines(const std::string& address, const std::string& sql);

// What differs between the two, view by view, in sentences with the first rows that do; empty: nothing does.
Lines differences(const std::filesystem::path& history, const std::string& address, const std::string& origin);

}  // namespace presenced::test
