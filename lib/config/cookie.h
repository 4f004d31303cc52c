// The value of the `d` cookie as it has to be sent: URL-encoded once. Pure.
#pragma once

#include <string>
#include <string_view>

namespace presenced::config {

// A browser shows the value as it sends it, which is encoded; other tools decode it. What is encoded already, that is,
// made of unreserved characters (RFC 3986) and percent escapes alone, stays as it is. A value that is not encoded
// cannot be mistaken for one that is: it is base64 after "xoxd-", where no percent sign occurs.
std::string encoded_once(std::string_view cookie);

}  // namespace presenced::config
