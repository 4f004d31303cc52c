// The scale over a timeline: local times at round moments. Internal to lib/query.
#pragma once

#include <cstddef>
#include <string>

#include "query/span.h"
#include "query/zone.h"

namespace presenced::query {

// "|00:00   |06:00   |12:00 ": at most `columns` wide, each mark where its moment is. A midnight is marked with its
// date.
std::string scale(const Zone& zone, Window window, std::size_t columns);

}  // namespace presenced::query
