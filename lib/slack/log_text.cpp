#include "slack/log_text.h"

#include <algorithm>

namespace presenced::slack {
namespace {

constexpr std::size_t kMaxLogType = 64;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }
bool is_of_a_type(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; }

}  // namespace

std::string log_text(std::string_view text) {
  std::size_t size = std::min(text.size(), kMaxLogText);
  while (size > 0 && size < text.size() && is_continuation(text[size])) --size;
  std::string line(text.substr(0, size));
  std::replace_if(line.begin(), line.end(), is_control, '?');
  return line;
}

std::string log_type(std::string_view type) {
  std::string word(type.substr(0, kMaxLogType));
  std::replace_if(
      word.begin(), word.end(), [](char c) { return !is_of_a_type(c); }, '_');
  return word;
}

}  // namespace presenced::slack
