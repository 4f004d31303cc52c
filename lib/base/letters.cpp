#include "base/letters.h"

#include <utf8proc.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace presenced::base {
namespace {

std::vector<std::int32_t> codes_of(std::string_view text) {
  std::vector<std::int32_t> codes;
  each_letter(text, [&](const Letter& letter) { codes.push_back(letter.code); });
  return codes;
}

}  // namespace

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

std::string_view cut_between_letters(std::string_view text, std::size_t most_bytes) {
  if (text.size() <= most_bytes) return text;
  while (most_bytes > 0 && (static_cast<unsigned char>(text[most_bytes]) & 0xC0) == 0x80) --most_bytes;
  return text.substr(0, most_bytes);
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  const std::vector<std::int32_t> from = codes_of(a);
  const std::vector<std::int32_t> to = codes_of(b);
  std::vector<std::size_t> two_back;
  std::vector<std::size_t> back;
  std::vector<std::size_t> row(to.size() + 1);
  for (std::size_t j = 0; j <= to.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= from.size(); ++i) {
    two_back = std::exchange(back, row);
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      row[j] = std::min({back[j] + 1, row[j - 1] + 1, back[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
        row[j] = std::min(row[j], two_back[j - 2] + 1);
    }
  }
  return row[to.size()];
}

}  // namespace presenced::base
