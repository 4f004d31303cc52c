#include "base/time.h"

#include <doctest/doctest.h>

#include <type_traits>

using namespace presenced::base;

static_assert(!std::is_convertible_v<MonoTime, WallTime> && !std::is_convertible_v<WallTime, MonoTime>,
              "a moment of one clock must not pass for a moment of the other");

TEST_CASE("UNIX milliseconds survive the way there and back, before 1970 too") {
  for (const std::int64_t ms : {std::int64_t{0}, std::int64_t{1'648'596'712'001}, std::int64_t{-1}})
    CHECK(unix_ms(wall_from_unix_ms(ms)) == ms);
}
