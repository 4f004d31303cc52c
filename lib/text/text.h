// Text as a terminal shows it: UTF-8, in columns. Takes any bytes; those that are not UTF-8 count as U+FFFD.
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

// Cut to at most `most` columns, between signs, with `mark`, of one column, where something is missing. Expects
// printable text.
std::string fitted(std::string_view text, std::size_t most, std::string_view mark = "…");

// Spaces up to `width` columns; longer text is left as it is.
std::string padded_right(std::string_view text, std::size_t width);
std::string padded_left(std::string_view text, std::size_t width);

// For comparing without regard to case, or to how accents are composed.
std::string folded(std::string_view text);
// The same without accents: "josé" and "Jose" are equal. For searching and sorting, where a near match is welcome.
std::string without_accents(std::string_view text);

}  // namespace presenced::text
