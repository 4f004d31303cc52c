// How text that somebody wrote into a file is repeated in a message: on one line, without control characters that could
// forge a log line or steer a terminal, and never a secret that was pasted into the wrong place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace presenced::config {

// True for text that holds what looks like a Slack token or cookie ("xoxb-...", "xoxd-...", "xapp-...").
bool looks_secret(std::string_view text);

// As base::printable has it; a secret is replaced by a remark.
std::string printable(std::string_view text);

// The same in double quotes, cut where it is long.
std::string in_quotes(std::string_view text);

// As one word of a shell command.
std::string shell_word(std::string_view text);

// "a", "a or b", "a, b or c".
std::string alternatives(const std::vector<std::string_view>& words);

// The word that was probably meant, or empty when none is near.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace presenced::config
