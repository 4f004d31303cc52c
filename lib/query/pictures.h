// Pictures made of text: `timeline` and `heatmap`. They read without colour; with it, they read faster.
#pragma once

#include <string>
#include <vector>

#include "query/answers.h"
#include "query/sheet.h"

namespace presenced::query {

struct TimelineRow {
  std::string name;
  PresenceTimeline timeline;  // of the picture's window
};

// A bar for each person under a scale of local times, with a legend. A column stands for a part of the window: mostly
// active, active for a while, away or, hatched, unknown. So no activity, however short, disappears.
std::string timeline_picture(const std::vector<TimelineRow>& rows, Window window, const Zone& zone, const Style& style);

// A square for each hour and weekday, darker for a greater share of covered time; hatched where nothing was covered. In
// terminals too narrow for 24 hours side by side, the hours go down.
std::string heatmap_picture(const Heatmap& heatmap, const Style& style);

}  // namespace presenced::query
