#include "fuzz/text_rules.h"

#include <simdjson.h>

#include <algorithm>

namespace presenced::fuzz {

bool valid_utf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

bool one_line(std::string_view text) {
  return valid_utf8(text) && std::none_of(text.begin(), text.end(),
                                          [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool holds_token(std::string_view text) {
  if (text.find("xapp-") != text.npos) return true;
  for (auto at = text.find("xox"); at != text.npos; at = text.find("xox", at + 1)) {
    const std::string_view rest = text.substr(at + 3);
    const auto letter_or_digit = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    if (rest.size() >= 2 && letter_or_digit(rest[0]) && rest[1] == '-') return true;
  }
  return false;
}

}  // namespace presenced::fuzz
