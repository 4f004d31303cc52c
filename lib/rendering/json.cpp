#include "rendering/json.h"

#include <fmt/format.h>

#include <iterator>

#include "text/letters.h"

namespace presenced::rendering {

std::string json_string(std::string_view text) {
  std::string result = "\"";
  const auto into = std::back_inserter(result);
  text::each_letter(text, [&](const text::Letter& letter) {
    if (letter.code == '"' || letter.code == '\\') {
      result += '\\';
      result += letter.bytes;
    } else if (!letter.valid) {
      result += "\\ufffd";
    } else if (!text::is_control(letter.code)) {
      result += letter.bytes;
    } else if (letter.code < 0x10000) {
      fmt::format_to(into, "\\u{:04x}", letter.code);
    } else {
      const std::int32_t rest = letter.code - 0x10000;
      fmt::format_to(into, "\\u{:04x}\\u{:04x}", 0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF));
    }
  });
  return result + "\"";
}

}  // namespace presenced::rendering
