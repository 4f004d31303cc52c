#include "query/legend.h"

#include "query/text.h"

namespace presenced::query {

std::string legend(const std::vector<LegendEntry>& entries, const Style& style) {
  std::string text;
  std::size_t taken = 0;
  for (const LegendEntry& entry : entries) {
    const std::string meaning = (entry.sign.empty() ? "" : " ") + entry.meaning;
    const std::size_t width = columns(entry.sign) + columns(meaning);
    const bool fits = taken + 2 + width <= style.width;
    if (taken > 0) text += fits ? "  " : "\n";
    taken = (taken > 0 && fits ? taken + 2 : 0) + width;
    text += coloured(entry.sign, entry.colour, style.colour) + meaning;
  }
  return text + "\n";
}

}  // namespace presenced::query
