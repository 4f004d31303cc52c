#include "text/letters.h"

#include <utf8proc.h>

namespace presenced::text {

Letter first_letter(std::string_view text) {
  constexpr std::int32_t kReplacement = 0xFFFD;
  Letter letter;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const utf8proc_ssize_t length = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &letter.code);
  letter.valid = length > 0;
  if (!letter.valid) letter.code = kReplacement;
  letter.bytes = text.substr(0, letter.valid ? static_cast<std::size_t>(length) : 1);
  return letter;
}

// Formatting characters that stay: the joiners of emoji and of some scripts, and the tags in the flags of regions.
bool is_control(std::int32_t code) {
  if (code < 0x80) return code < 0x20 || code == 0x7F;  // what nearly all of it is, without a look-up
  const bool joiner = code == 0x200C || code == 0x200D;
  const bool flag_tag = code >= 0xE0020 && code <= 0xE007F;
  switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return true;
    case UTF8PROC_CATEGORY_CF:
      return !joiner && !flag_tag;
    default:
      return false;
  }
}

}  // namespace presenced::text
