// The scale over a timeline: local times at round moments. Internal to lib/rendering.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "history/span.h"
#include "time/zone.h"

namespace presenced::rendering {

struct ScaleMark {
  base::WallTime at;
  std::string text;  // "06:00"; a midnight is its date: "11-20"
};
// At round local times; as many as there is room for in a text of so many columns.
std::vector<ScaleMark> scale_marks(const time::Zone& zone, history::Window window, std::size_t columns);

// "|00:00   |06:00   |12:00 ": at most `columns` wide, each mark where its moment is. A midnight is marked with its
// date.
std::string scale(const time::Zone& zone, history::Window window, std::size_t columns);

}  // namespace presenced::rendering
