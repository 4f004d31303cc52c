// The three HTML entities Slack escapes text with.
#pragma once

#include <string>
#include <string_view>

namespace presenced::slack {

// Decodes &amp; &lt; &gt; in one pass ("&amp;lt;" is the text "&lt;", not "<") and leaves everything else as it is.
std::string decode_entities(std::string_view text);

}  // namespace presenced::slack
