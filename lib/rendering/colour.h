// Colours of a terminal: few, from the sixteen that every theme defines. Internal to lib/rendering.
#pragma once

#include <string>
#include <string_view>

namespace presenced::rendering {

enum class Colour { none, bold, dim, green, yellow };

// `text` as it is when not `wanted`.
inline std::string coloured(std::string_view text, Colour colour, bool wanted) {
  constexpr std::string_view kCodes[] = {"", "1", "2", "32", "33"};
  if (!wanted || colour == Colour::none || text.empty()) return std::string(text);
  return "\x1b[" + std::string(kCodes[static_cast<std::size_t>(colour)]) + "m" + std::string(text) + "\x1b[0m";
}

// Signs of many colours in a row; those of one colour that follow each other share their escape sequences.
class ColouredSigns {
 public:
  explicit ColouredSigns(bool wanted) : wanted_(wanted) {}
  void add(std::string_view sign, Colour colour) {
    if (colour != colour_) finish();
    colour_ = colour;
    run_ += sign;
  }
  std::string text() {
    finish();
    return text_;
  }

 private:
  void finish() {
    text_ += coloured(run_, colour_, wanted_);
    run_.clear();
  }

  bool wanted_;
  std::string text_;
  std::string run_;
  Colour colour_ = Colour::none;
};

constexpr Colour colour_of(std::string_view state) {
  if (state == "active") return Colour::green;
  if (state == "away") return Colour::yellow;
  return state == "unknown" ? Colour::dim : Colour::none;
}

}  // namespace presenced::rendering
