#include "slack/log_text.h"

#include <algorithm>

#include "base/letters.h"

namespace presenced::slack {
namespace {

constexpr std::size_t kMaxLogType = 64;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
bool is_of_a_type(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; }

}  // namespace

std::string log_text(std::string_view text) {
  std::string line(base::cut_between_letters(text, kMaxLogText));
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
