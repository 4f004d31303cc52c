// Header fields that a caller adds to a request. They hold credentials (Authorization, Cookie): never log them.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace presenced::net {

using Headers = std::vector<std::pair<std::string, std::string>>;

// What is wrong with them, or empty: a name that is no HTTP token, or a value with a control character, which would
// end the field and begin another (a secret read from a file with a stray line break). Never repeats a value.
std::string fault_in(const Headers& headers);

}  // namespace presenced::net
