// The code points of a text, whatever bytes it holds.
#pragma once

#include <cstdint>
#include <string_view>

namespace presenced::text {

struct Letter {
  std::int32_t code = 0;   // U+FFFD where the bytes are no UTF-8
  std::string_view bytes;  // one byte where they are none
  bool valid = true;
};

// At the front of a text that is not empty.
Letter first_letter(std::string_view text);

// Whether it drives a terminal, ends lines or turns text around without being seen: control characters, line and
// paragraph ends, bidirectional marks, embeddings, overrides and isolates, other invisible formatting.
bool is_control(std::int32_t code);

template <class Each>
void each_letter(std::string_view text, const Each& each) {
  while (!text.empty()) {
    const Letter letter = first_letter(text);
    each(letter);
    text.remove_prefix(letter.bytes.size());
  }
}

}  // namespace presenced::text
