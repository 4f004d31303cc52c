// JSON may escape half of a surrogate pair ("\ud83d" alone: an emoji cut in two by a length limit counted in UTF-16
// units). RFC 8259, section 8.2 lets it stand and the parser refuses it, so one cut status would cost a whole page of
// people. Such halves become U+FFFD, the replacement character, as in browsers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace presenced::slack {

// The same text with every lone `\uD800`-`\uDFFF` escape replaced by `\ufffd`; nothing if there is none.
std::optional<std::string> replace_lone_surrogates(std::string_view json);

}  // namespace presenced::slack
