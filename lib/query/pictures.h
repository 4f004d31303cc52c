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

// A bar for each person under a scale of local times, with a legend. Each column of the picture is one part of the
// window and shows what most of it was; unknown is hatched. A part with any active shows at least a thin mark.
std::string timeline_picture(const std::vector<TimelineRow>& rows, Window window, const Zone& zone, const Style& style);

// A square for each hour and weekday, darker for a greater share; hatched where nothing was covered.
std::string heatmap_picture(const Heatmap& heatmap, const Style& style);

}  // namespace presenced::query
