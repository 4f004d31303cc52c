// Whole minutes that add up.
#include "answers/rounding.h"

#include <doctest/doctest.h>

#include <cstdlib>

#include "base/random.h"

namespace presenced::answers {
namespace {

constexpr base::Millis kOneMinute = std::chrono::minutes{1};

TEST_CASE("a row of whole minutes adds up to its window, and so does the total") {
  base::Random random(1);
  Rounding rounding(std::chrono::minutes{1});
  Shares exact_sum;
  Shares shown_sum;
  for (int row = 0; row < 2000; ++row) {
    const base::Millis day = std::chrono::hours{24};
    const base::Millis active{static_cast<std::int64_t>(random.below(40'000'000))};
    const base::Millis away{static_cast<std::int64_t>(random.below(40'000'000))};
    const Shares exact{active, away, day - active - away};
    const Shares shown = rounding.rounded(exact);
    REQUIRE(shown.window() == day);
    for (const auto part : {&Shares::active, &Shares::away, &Shares::unknown}) {
      REQUIRE(shown.*part % kOneMinute == base::Millis{0});
      REQUIRE(std::abs((shown.*part - exact.*part).count()) < kOneMinute.count());
    }
    exact_sum += exact;
    shown_sum += shown;
  }
  CHECK(rounding.total() == shown_sum);
  for (const auto part : {&Shares::active, &Shares::away, &Shares::unknown})
    CHECK(std::abs((shown_sum.*part - exact_sum.*part).count()) < 3 * kOneMinute.count());
}

TEST_CASE("a short row adds up in whole seconds") {
  Rounding rounding(std::chrono::seconds{1});
  const Shares shown = rounding.rounded({base::Millis{10'400}, base::Millis{10'400}, base::Millis{5'200}});
  CHECK(shown.window() == base::Millis{26'000});
  CHECK(shown.active == base::Millis{11'000});
}

TEST_CASE("what is nothing stays nothing") {
  Rounding rounding(std::chrono::minutes{1});
  for (int row = 0; row < 10; ++row)
    CHECK(rounding.rounded({base::Millis{0}, base::Millis{30'500}, base::Millis{89'500}}).active == base::Millis{0});
}

}  // namespace
}  // namespace presenced::answers
