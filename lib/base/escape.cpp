#include "base/escape.h"

#include <fmt/format.h>

#include "base/letters.h"

namespace presenced::base {
namespace {

std::string escaped(const Letter& letter) {
  if (!letter.valid) return fmt::format("\\x{:02x}", static_cast<unsigned char>(letter.bytes.front()));
  if (letter.code < 0x100) return fmt::format("\\x{:02x}", letter.code);
  if (letter.code < 0x10000) return fmt::format("\\u{:04x}", letter.code);
  return fmt::format("\\U{:08x}", letter.code);
}

std::string json_escaped(const Letter& letter) {
  if (!letter.valid) return "\\ufffd";
  if (letter.code < 0x10000) return fmt::format("\\u{:04x}", letter.code);
  const std::int32_t rest = letter.code - 0x10000;
  return fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF));
}

}  // namespace

std::string printable(std::string_view text) {
  std::string result;
  each_letter(text, [&](const Letter& letter) {
    if (!letter.valid || is_control(letter.code))
      result += escaped(letter);
    else
      result += letter.bytes;
  });
  return result;
}

std::string json_string(std::string_view text) {
  std::string result = "\"";
  each_letter(text, [&](const Letter& letter) {
    if (letter.code == '"' || letter.code == '\\') result += '\\';
    if (!letter.valid || is_control(letter.code))
      result += json_escaped(letter);
    else
      result += letter.bytes;
  });
  return result + '"';
}

}  // namespace presenced::base
