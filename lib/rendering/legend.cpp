#include "rendering/legend.h"

#include "text/text.h"
#include "time/times.h"

namespace presenced::rendering {

std::string short_moment(const time::Zone& zone, base::WallTime time) {
  constexpr std::size_t kWhole = 23;  // "Fri 2026-11-20 09:00:00"
  const std::string text = time::readable_moment(zone, time);
  return text.size() == kWhole && text.ends_with(":00") ? text.substr(0, kWhole - 3) : text;
}

std::string legend(const std::vector<LegendEntry>& entries, const Style& style) {
  std::string text;
  std::size_t taken = 0;
  for (const LegendEntry& entry : entries) {
    const std::string meaning = (entry.sign.empty() ? "" : " ") + entry.meaning;
    const std::size_t width = text::columns(entry.sign) + text::columns(meaning);
    const bool fits = taken + 2 + width <= style.width;
    if (taken > 0) text += fits ? "  " : "\n";
    taken = (taken > 0 && fits ? taken + 2 : 0) + width;
    text += coloured(entry.sign, entry.colour, style.colour) + meaning;
  }
  return text + "\n";
}

std::string caption(history::Window window, const time::Zone& zone, const std::vector<std::string>& more,
                    const Style& style) {
  const std::string from = short_moment(zone, window.from);
  const std::string to = "to " + short_moment(zone, window.to);
  std::vector<LegendEntry> entries{{"", from + " " + to}, {"", zone.name()}};
  if (text::columns(entries.front().meaning) > style.width) {
    entries.front().meaning = from;
    entries.insert(entries.begin() + 1, {"", to});
  }
  for (const std::string& text : more) entries.push_back({"", text});
  return legend(entries, {style.width, false});
}

}  // namespace presenced::rendering
