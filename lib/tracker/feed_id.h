// Which feed (feeds/feed.h), by its rank: the lower number is the better one.
#pragma once

#include <cstdint>

namespace presenced::tracker {

enum class FeedId : std::uint8_t {};

}  // namespace presenced::tracker
