// What text must fulfil before it may stand in a log line, in an error or in the database.
#pragma once

#include <string_view>

namespace presenced::fuzz {

bool valid_utf8(std::string_view text);

// Valid UTF-8 without control characters: it cannot forge a second line nor steer a terminal.
bool one_line(std::string_view text);

// Holds a Slack token or cookie: "xoxb-...", "xoxd-...", "xapp-...".
bool holds_token(std::string_view text);

}  // namespace presenced::fuzz
