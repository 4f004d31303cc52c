// The legend of a picture. Internal to lib/rendering.
#pragma once

#include <string>
#include <vector>

#include "history/span.h"
#include "rendering/colour.h"
#include "rendering/sheet.h"

namespace presenced::rendering {

struct LegendEntry {
  std::string sign;  // may be empty
  std::string meaning;
  Colour colour = Colour::none;
};

// "█ active  · away  / unknown", on as many lines as the width needs.
std::string legend(const std::vector<LegendEntry>& entries, const Style& style);

// "Fri 2026-11-20 09:00": seconds only where there are some.
std::string short_moment(const time::Zone& zone, base::WallTime time);

// What a picture is of: its window and zone, and whatever else there is to say, in lines that fit.
std::string caption(history::Window window, const time::Zone& zone, const std::vector<std::string>& more,
                    const Style& style);

}  // namespace presenced::rendering
