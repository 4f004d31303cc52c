// The feeds that there are, in the order of rank.
#pragma once

#include <span>

#include "feeds/feed.h"

namespace presenced::feeds {

std::span<const FeedRow> all_feeds();

}  // namespace presenced::feeds
