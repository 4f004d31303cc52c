#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "rendering/legend.h"
#include "rendering/pictures.h"
#include "time/times.h"

namespace presenced::rendering {
namespace {

constexpr std::size_t kHours = 24;
constexpr std::size_t kLabel = 4;      // "Mon "
constexpr std::size_t kWidest = 3;     // columns of an hour
constexpr std::size_t kDownwards = 2;  // columns of a weekday when the hours go down

struct Shade {
  const char* text;
  const char* ascii;
  const char* meaning;
  const char* in(const Style& style) const { return style.ascii ? ascii : text; }
};
constexpr std::array<Shade, 5> kShades{{{"·", ".", "none"},
                                        {"░", "-", "up to 25%"},
                                        {"▒", "+", "up to 50%"},
                                        {"▓", "*", "up to 75%"},
                                        {"█", "#", "up to 100%"}}};
constexpr Shade kUncovered{"/", "/", "not covered"};

void add_square(ColouredSigns& into, const answers::HeatCell& cell, std::size_t width, const Style& style) {
  const std::optional<double> share = cell.share();
  std::string_view sign = kUncovered.in(style);
  if (share && *share <= 0)
    sign = kShades[0].in(style);
  else if (share)
    sign = kShades[*share <= 0.25 ? 1 : *share <= 0.5 ? 2 : *share <= 0.75 ? 3 : 4].in(style);
  for (std::size_t i = 0; i < width; ++i) into.add(sign, share ? Colour::green : Colour::dim);
}

// Days go down, hours to the right.
std::string across(const answers::Heatmap& heatmap, const Style& style) {
  const std::size_t width = std::min((style.width - kLabel) / kHours, kWidest);
  std::string text(kLabel, ' ');
  for (std::size_t hour = 0; hour < kHours; hour += 3)
    text += fmt::format("{:<{}}", fmt::format("{:02}", hour), 3 * width);
  text.erase(text.find_last_not_of(' ') + 1);
  text += "\n";
  for (unsigned day = 0; day < heatmap.cells.size(); ++day) {
    text += fmt::format("{:<{}}", time::weekday_word(day), kLabel);
    ColouredSigns squares(style.colour);
    for (const answers::HeatCell& cell : heatmap.cells[day]) add_square(squares, cell, width, style);
    text += squares.text() + "\n";
  }
  return text;
}

// Hours go down, days to the right.
std::string downwards(const answers::Heatmap& heatmap, const Style& style) {
  std::string text = "   ";
  for (unsigned day = 0; day < heatmap.cells.size(); ++day) text += time::weekday_word(day).substr(0, kDownwards);
  text += "\n";
  for (std::size_t hour = 0; hour < kHours; ++hour) {
    text += fmt::format("{:02} ", hour);
    ColouredSigns squares(style.colour);
    for (const auto& day : heatmap.cells) add_square(squares, day[hour], kDownwards, style);
    text += squares.text() + "\n";
  }
  return text;
}

}  // namespace

std::string heatmap_picture(const answers::Heatmap& heatmap, history::Window window, const time::Zone& zone,
                            const Style& style) {
  std::vector<LegendEntry> signs;
  for (const Shade& shade : kShades) signs.push_back({shade.in(style), shade.meaning, Colour::green});
  signs.push_back({kUncovered.in(style), kUncovered.meaning, Colour::dim});
  const std::string picture = style.width < kLabel + kHours ? downwards(heatmap, style) : across(heatmap, style);
  const std::string people = fmt::format("{} {}", heatmap.people, heatmap.people == 1 ? "person" : "people");
  return caption(window, zone, {people}, style) + "\n" + picture + "\n" + legend(signs, style);
}

}  // namespace presenced::rendering
