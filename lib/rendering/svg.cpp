#include "rendering/svg.h"

#include <fmt/format.h>

#include "base/escape.h"
#include "text/text.h"

namespace presenced::rendering {
namespace {

std::string xml(std::string_view written) {
  std::string escaped;
  for (const char c : base::printable(written)) {
    if (c == '&')
      escaped += "&amp;";
    else if (c == '<')
      escaped += "&lt;";
    else if (c == '>')
      escaped += "&gt;";
    else if (c == '"')
      escaped += "&quot;";
    else
      escaped += c;
  }
  return escaped;
}

constexpr std::string_view kStyle = R"css(<style>
  svg { --paper: #ffffff; --ink: #1c1e21; --muted: #626a75; --grid: #d5d9df; --active: #2f855a; --away: #e3b04b;
        --unknown: #9aa2ad; background: var(--paper); font: 13px system-ui, sans-serif; }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #16181c; --ink: #e8eaed; --muted: #a0a7b1; --grid: #3a3f47; --active: #48b07d; --away: #b98a2f;
          --unknown: #7b838e; }
  }
  @media print {
    svg { --paper: #ffffff; --ink: #000000; --muted: #444444; --grid: #bbbbbb; --active: #2f855a; --away: #e3b04b;
          --unknown: #777777; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  }
  .paper { fill: var(--paper); }
  text { fill: var(--ink); }
  .title { font-size: 16px; font-weight: 600; }
  .muted { fill: var(--muted); font-size: 12px; }
  .grid { stroke: var(--grid); }
  .active { fill: var(--active); }
  .away { fill: var(--away); }
  .unknown { fill: url(#hatch); stroke: var(--grid); stroke-width: 0.5; }
  .stripe { stroke: var(--unknown); stroke-width: 1.5; }
</style>
<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
  <line class="stripe" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>
)css";

constexpr std::string_view kAnchors[] = {"start", "middle", "end"};

}  // namespace

void Svg::box(const Box& box, std::string_view paint, std::string_view tip, double opacity) {
  body_ += fmt::format(R"(<rect class="{}" x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}")", paint, box.x, box.y,
                       box.width, box.height);
  if (opacity < 1) body_ += fmt::format(R"( fill-opacity="{:.3f}")", opacity);
  body_ += tip.empty() ? "/>\n" : "><title>" + xml(tip) + "</title></rect>\n";
}

void Svg::text(double x, double y, std::string_view text, std::string_view style, Anchor anchor) {
  body_ += fmt::format(R"(<text x="{:.2f}" y="{:.2f}" class="{}" text-anchor="{}">{}</text>)", x, y, style,
                       kAnchors[static_cast<std::size_t>(anchor)], xml(text)) +
           "\n";
}

void Svg::vertical_line(double x, double from, double to) {
  body_ +=
      fmt::format(R"(<line class="grid" x1="{0:.2f}" y1="{1:.2f}" x2="{0:.2f}" y2="{2:.2f}"/>)", x, from, to) + "\n";
}

double Svg::legend(double x, double y, std::string_view paint, std::string_view meaning, double opacity) {
  constexpr double kBox = 14;
  constexpr double kLetter = 7.5;  // about the width of a letter
  box({x, y - kBox + 3, kBox, kBox}, paint, "", opacity);
  text(x + kBox + 6, y, meaning, "muted");
  return x + kBox + 24 + kLetter * static_cast<double>(text::columns(meaning));
}

std::string Svg::document(double height, std::string_view title) const {
  return fmt::format(
             R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0:.0f} {1:.0f}" width="{0:.0f}" height="{1:.0f}" role="img">)",
             width_, height) +
         "\n<title>" + xml(title) + "</title>\n" + std::string(kStyle) +
         fmt::format(R"(<rect class="paper" x="0" y="0" width="{:.0f}" height="{:.0f}"/>)", width_, height) + "\n" +
         body_ + "</svg>\n";
}

std::string html_page(std::string_view title, std::string_view svg) {
  return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light "
         "dark\">\n"
         "<title>" +
         xml(title) +
         "</title>\n<style>\n  body { margin: 1.5rem; }\n  svg { max-width: 100%; height: auto; }\n"
         "  @media (prefers-color-scheme: dark) { body { background: #16181c; } }\n"
         "  @media print { body { margin: 0; background: #ffffff; } }\n</style>\n</head>\n<body>\n" +
         std::string(svg) + "</body>\n</html>\n";
}

}  // namespace presenced::rendering
