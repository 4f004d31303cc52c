// Secrets that are made here and never stored: what is kept of one is its SHA-256, from which nobody gets it back. Pure
// but for new_secret(), which asks the system for randomness.
#pragma once

#include <string>
#include <string_view>

#include "base/secret.h"

namespace presenced::net {

// The SHA-256 of a text, as 64 lower-case hexadecimal digits.
std::string sha256(std::string_view text);

// 256 random bits as 43 characters of base64url (RFC 4648, 5), without padding: they need no escaping in an address, a
// header field or a cookie. Throws std::runtime_error when the system has no randomness to give.
base::Secret new_secret();

// Whether they are equal, in a time that depends on their length alone: it must not tell how much of a guess is right.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace presenced::net
