// Colours of a terminal: few, from the sixteen that every theme defines. Internal to lib/query.
#pragma once

#include <string>
#include <string_view>

namespace presenced::query {

enum class Colour { none, bold, dim, green, yellow };

// `text` as it is when not `wanted`.
inline std::string coloured(std::string_view text, Colour colour, bool wanted) {
  constexpr std::string_view kCodes[] = {"", "1", "2", "32", "33"};
  if (!wanted || colour == Colour::none || text.empty()) return std::string(text);
  return "\x1b[" + std::string(kCodes[static_cast<std::size_t>(colour)]) + "m" + std::string(text) + "\x1b[0m";
}

constexpr Colour colour_of(std::string_view state) {
  if (state == "active") return Colour::green;
  if (state == "away") return Colour::yellow;
  return state == "unknown" ? Colour::dim : Colour::none;
}

}  // namespace presenced::query
