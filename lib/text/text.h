// Text as a terminal shows it: UTF-8, in columns. All of it takes any bytes; what is no UTF-8 counts as U+FFFD.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/escape.h"

namespace presenced::text {

// Columns it takes up: wide characters and emoji two, combining marks none; what joins into one sign (flags, families)
// counts as one sign. Terminals that draw the parts of such a sign side by side shift that one line.
std::size_t columns(std::string_view text);

using base::printable;

// Cut to at most `most` columns, between signs, with "…" where something is missing. Expects printable text.
std::string fitted(std::string_view text, std::size_t most);

// Spaces up to `width` columns; longer text is left as it is.
std::string padded_right(std::string_view text, std::size_t width);
std::string padded_left(std::string_view text, std::size_t width);

// For comparing without regard to case, accents being composed one way or the other.
std::string folded(std::string_view text);

}  // namespace presenced::text
