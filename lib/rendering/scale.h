// The scale over a timeline: local times at round moments. Internal to lib/rendering.
#pragma once

#include <cstddef>
#include <string>

#include "history/span.h"
#include "time/zone.h"

namespace presenced::rendering {

// "|00:00   |06:00   |12:00 ": at most `columns` wide, each mark where its moment is. A midnight is marked with its
// date.
std::string scale(const time::Zone& zone, history::Window window, std::size_t columns);

}  // namespace presenced::rendering
