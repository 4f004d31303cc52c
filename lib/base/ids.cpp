#include "base/ids.h"

#include <algorithm>

namespace presenced::base {

bool valid_user_id(const std::string& text) {
  if (text.size() < 3 || text.size() > 31 || (text[0] != 'U' && text[0] != 'W')) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

}  // namespace presenced::base
