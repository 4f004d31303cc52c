#include "central/copy_text.h"

#include <algorithm>

#include "base/letters.h"

namespace presenced::central {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

bool plain(char c) { return c >= ' ' && c < 0x7f && c != '\\'; }

}  // namespace

void add_copy_value(std::string& into, std::optional<std::string_view> value) {
  if (!value) {
    into += "\\N";
    return;
  }
  if (std::all_of(value->begin(), value->end(), plain)) {  // numbers, ids, most texts
    into += *value;
    return;
  }
  base::each_letter(*value, [&](const base::Letter& letter) {
    switch (letter.code) {
      case '\\':
        into += "\\\\";
        break;
      case '\t':
        into += "\\t";
        break;
      case '\n':
        into += "\\n";
        break;
      case '\r':
        into += "\\r";
        break;
      default:
        into += letter.valid && letter.code != 0 ? letter.bytes : kReplacement;
    }
  });
}

}  // namespace presenced::central
