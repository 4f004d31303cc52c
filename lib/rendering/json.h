// Writing JSON. Own code, because of one thing no library does: what drives a terminal is written as \u escapes, as
// these answers are looked at in terminals. Any JSON reader gets the very text back.
#pragma once

#include <string>
#include <string_view>

namespace presenced::rendering {

// In quotes. What is no UTF-8 becomes U+FFFD.
std::string json_string(std::string_view text);

}  // namespace presenced::rendering
