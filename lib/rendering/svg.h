// A drawing as SVG text: self-contained, light and dark by the reader's preference, light on paper. All texts
// are escaped here.
#pragma once

#include <string>
#include <string_view>

namespace presenced::rendering {

// The paints of a drawing, by the names of their classes in its style sheet.
namespace paint {
inline constexpr std::string_view kActive = "active";
inline constexpr std::string_view kAway = "away";
inline constexpr std::string_view kUnknown = "unknown";  // hatched
}  // namespace paint

class Svg {
 public:
  // In pixels. The height is known at the end.
  explicit Svg(double width) : width_(width) {}

  struct Box {
    double x = 0, y = 0, width = 0, height = 0;
  };
  // `tip` is shown when the pointer rests on it; may be empty. `opacity`: 0 to 1.
  void box(const Box& box, std::string_view paint, std::string_view tip = "", double opacity = 1);
  enum class Anchor { start, middle, end };
  void text(double x, double y, std::string_view text, std::string_view style = "", Anchor anchor = Anchor::start);
  void vertical_line(double x, double from, double to);
  // A small box and its meaning; returns where the next one may begin.
  double legend(double x, double y, std::string_view paint, std::string_view meaning, double opacity = 1);

  std::string document(double height, std::string_view title) const;

 private:
  double width_;
  std::string body_;
};

// A web page of its own with the drawing.
std::string html_page(std::string_view title, std::string_view svg);

}  // namespace presenced::rendering
