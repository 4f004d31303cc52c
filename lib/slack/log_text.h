// Words of Slack's that end up in log lines and error values: short, one line, no control characters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace presenced::slack {

inline constexpr std::size_t kMaxLogText = 200;  // bytes; Slack's longest known message has 60

// `text`, which is valid UTF-8, cut to `kMaxLogText` bytes at a character's edge, control characters replaced by '?'.
std::string log_text(std::string_view text);

// The `type` of a frame we ignore: cut to 64 bytes, everything outside [a-z0-9_.] replaced by '_'.
std::string log_type(std::string_view type);

}  // namespace presenced::slack
