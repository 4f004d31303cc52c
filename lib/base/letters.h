// The code points of a text, whatever bytes it holds. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace presenced::base {

struct Letter {
  std::int32_t code = 0;   // U+FFFD where the bytes are not UTF-8
  std::string_view bytes;  // one byte where they are not
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

// At most `most_bytes` of it, not ending inside a letter.
std::string_view cut_between_letters(std::string_view text, std::size_t most_bytes);

// The edit distance in letters: insertions, deletions, replacements and swaps of neighbours.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace presenced::base
