// Texts from outside, written so that they do no harm where they are shown: nothing in them drives a terminal, ends a
// line or turns the text around. Takes any bytes; the result is valid UTF-8 and one line. Pure.
#pragma once

#include <string>
#include <string_view>

namespace presenced::base {

// For people. What is not shown as it is comes out as "\x1b", "\u202e" or, of bytes that are not UTF-8, "\xff".
std::string printable(std::string_view text);

// A JSON string, quotes included. A reader gets the very text back; bytes that are not UTF-8 become U+FFFD. Own code,
// because no library escapes what drives a terminal, and people look at these answers in terminals.
std::string json_string(std::string_view text);

}  // namespace presenced::base
