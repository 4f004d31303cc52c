// Text broken to the width of a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace presenced::text {

// Breaks the lines that are wider than `width` columns, at spaces. What is broken off stands under the last column of
// its line (columns are separated by two spaces), or under the line's beginning. Expects printable text.
std::string wrapped(std::string_view text, std::size_t width);

}  // namespace presenced::text
