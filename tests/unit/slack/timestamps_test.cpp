#include "slack/timestamps.h"

#include <doctest/doctest.h>

#include <limits>
#include <string_view>

using namespace presenced::slack;

TEST_CASE("seconds and microseconds become microseconds") {
  CHECK(micros_of("1648596712.000001") == 1'648'596'712'000'001);
  CHECK(micros_of("1648596712.999999") == 1'648'596'712'999'999);
  CHECK(micros_of("1648596712") == 1'648'596'712'000'000);
}

TEST_CASE("a short fraction is one of tenths, a long one is cut") {
  CHECK(micros_of("1648596712.5") == 1'648'596'712'500'000);
  CHECK(micros_of("1648596712.0000019") == 1'648'596'712'000'001);
}

TEST_CASE("a text that is not a moment is none") {
  for (const std::string_view text :
       {"", ".", "1.", ".5", "-1.5", "+1.5", " 1.5", "1.5 ", "1,5", "1.5.5", "1e9", "0x10", "nan", "1648596712.-00001",
        "0", "0.000000", "253402300800.0", "9223372036854775808", "99999999999999999999999999.1"}) {
    CAPTURE(text);
    CHECK_FALSE(micros_of(text).has_value());
  }
}

TEST_CASE("the last moment there is still counts") {
  CHECK(micros_of("253402300799.999999") == 253'402'300'799'999'999);
}

TEST_CASE("a number of seconds becomes microseconds") {
  CHECK(micros_of(1648596712.25) == 1'648'596'712'250'000);
  CHECK(micros_of(1648596712.000001) == 1'648'596'712'000'001);
}

TEST_CASE("a number that is not a moment is none") {
  using Limits = std::numeric_limits<double>;
  for (const double number :
       {0.0, -0.0, 0.5, -1.0, 1e12, 1e300, Limits::infinity(), -Limits::infinity(), Limits::quiet_NaN()})
    CHECK_FALSE(micros_of(number).has_value());
}
