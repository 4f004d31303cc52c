#include "base/durations.h"

#include <doctest/doctest.h>

#include <string>

namespace presenced::base {
namespace {

TEST_CASE("a duration is whole numbers with their units, from long to short") {
  struct Row {
    std::string text;
    long long millis;
  };
  for (const Row& row :
       {Row{"500ms", 500}, Row{"90s", 90'000}, Row{"30m", 1'800'000}, Row{"12h", 43'200'000},
        Row{"400d", 34'560'000'000}, Row{"1w", 604'800'000}, Row{"1h30m", 5'400'000}, Row{"1h 30min", 5'400'000},
        Row{"0", 0}, Row{"0s", 0}, Row{"007s", 7'000}, Row{"36500d", 3'153'600'000'000}}) {
    CAPTURE(row.text);
    const auto parsed = parse_duration(row.text);
    REQUIRE(parsed.ok());
    CHECK(parsed.value() == Millis{row.millis});
  }
}

TEST_CASE("anything else is not a duration") {
  for (const std::string text : {"", "5", "d", "1.5h", "-3d", "+3d", " 3d", "3 d", "3D", "30m1h", "1h1h", "1m1min",
                                 "1d  2h", "3days", "0x1d", "ms", "9999999999999999999999"}) {
    CAPTURE(text);
    const auto parsed = parse_duration(text);
    REQUIRE_FALSE(parsed.ok());
    CHECK(parsed.error() == DurationError::malformed);
  }
}

TEST_CASE("a duration beyond a century is too long, also where its milliseconds would overflow") {
  for (const std::string text : {"36501d", "36500d1ms", "3153600000001ms", "106751991168d", "9223372036854775807d",
                                 "99999999999999999999999h"}) {
    CAPTURE(text);
    const auto parsed = parse_duration(text);
    REQUIRE_FALSE(parsed.ok());
    CHECK(parsed.error() == DurationError::too_long);
  }
}

}  // namespace
}  // namespace presenced::base
