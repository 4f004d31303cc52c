#include "text/text.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>

#include "base/letters.h"

namespace presenced::text {
namespace {

constexpr utf8proc_int32_t kEmojiStyle = 0xFE0F;  // VARIATION SELECTOR-16: the sign before it is drawn as an emoji

// Newer emoji than the library knows are wide as well: their blocks are reserved for them.
std::size_t width_of(utf8proc_int32_t code) {
  const bool new_emoji = code >= 0x1F300 && code <= 0x1FAFF && utf8proc_category(code) == UTF8PROC_CATEGORY_CN;
  return new_emoji ? 2 : static_cast<std::size_t>(std::max(utf8proc_charwidth(code), 0));
}

// One sign as people see it: a grapheme cluster.
struct Sign {
  std::size_t bytes = 0;
  std::size_t columns = 0;
};

bool flag_half(utf8proc_int32_t code) { return code >= 0x1F1E6 && code <= 0x1F1FF; }

Sign first_sign(std::string_view text) {
  Sign sign;
  utf8proc_int32_t before = 0;
  utf8proc_int32_t state = 0;
  while (sign.bytes < text.size()) {
    const base::Letter letter = base::first_letter(text.substr(sign.bytes));
    if (sign.bytes > 0 && utf8proc_grapheme_break_stateful(before, letter.code, &state)) break;
    sign.columns = std::max(sign.columns, width_of(letter.code));
    if (sign.bytes > 0 && (letter.code == kEmojiStyle || flag_half(letter.code))) sign.columns = 2;
    sign.bytes += letter.bytes.size();
    before = letter.code;
  }
  return sign;
}

// Case folded, composed, and what `more` adds.
std::string mapped(std::string_view text, int more) {
  const std::string clean = printable(text);
  utf8proc_uint8_t* result = nullptr;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_CASEFOLD | UTF8PROC_COMPOSE | UTF8PROC_STABLE | more);
  const utf8proc_ssize_t length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(clean.data()),
                                               static_cast<utf8proc_ssize_t>(clean.size()), &result, options);
  if (length < 0) return clean;  // out of memory only: the text is valid
  std::string copy(reinterpret_cast<const char*>(result), static_cast<std::size_t>(length));
  std::free(result);
  return copy;
}

}  // namespace

std::size_t columns(std::string_view text) {
  std::size_t sum = 0;
  while (!text.empty()) {
    const Sign sign = first_sign(text);
    sum += sign.columns;
    text.remove_prefix(sign.bytes);
  }
  return sum;
}

std::string fitted(std::string_view text, std::size_t most, std::string_view mark) {
  if (columns(text) <= most) return std::string(text);
  if (most == 0) return "";
  std::size_t length = 0;
  std::size_t width = 0;
  while (length < text.size()) {
    const Sign sign = first_sign(text.substr(length));
    if (width + sign.columns > most - 1) break;
    length += sign.bytes;
    width += sign.columns;
  }
  return std::string(text.substr(0, length)) + std::string(mark);
}

std::string padded_right(std::string_view text, std::size_t width) {
  const std::size_t taken = columns(text);
  return std::string(text) + std::string(width > taken ? width - taken : 0, ' ');
}

std::string padded_left(std::string_view text, std::size_t width) {
  const std::size_t taken = columns(text);
  return std::string(width > taken ? width - taken : 0, ' ') + std::string(text);
}

std::string folded(std::string_view text) { return mapped(text, 0); }

std::string without_accents(std::string_view text) { return mapped(text, UTF8PROC_STRIPMARK); }

}  // namespace presenced::text
