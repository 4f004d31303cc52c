// Answers to JSON. Every text has "schema": 1, is one line ended by a newline, and has bounds of its own: a text of
// more than kMostTextBytes is cut, and of a list of people or problems the first kMostListed are written beside the
// count of all.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "control/answers.h"

namespace presenced::control {

inline constexpr std::size_t kMostListed = 100;
inline constexpr std::size_t kMostTextBytes = 4096;  // a path of Linux's; none of the texts says more in more words

std::string to_json(const Status& status);
std::string to_json(const Reloaded& reloaded);
std::string to_json(const Purged& purged);
std::string to_json(const ForgetUndone& undone);
std::string to_json(const Repaired& repaired);
std::string to_json(const Reconnecting& reconnecting);
std::string error_json(std::string_view error);

}  // namespace presenced::control
