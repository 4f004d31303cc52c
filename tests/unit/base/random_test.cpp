#include "base/random.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>

using presenced::base::Millis;
using presenced::base::Random;

TEST_CASE("SplitMix64 gives the published numbers for seed 1234567") {
  // The reference values of the algorithm, as in Rosetta Code's "Pseudo-random numbers/Splitmix64".
  Random random{1234567};
  for (const std::uint64_t expected :
       {6457827717110365317u, 3203168211198807973u, 9817491932198370423u, 4593380528125082431u, 16408922859458223821u})
    CHECK(random.next() == expected);
}

TEST_CASE("the same seed gives the same numbers, another seed others") {
  Random a{7}, b{7}, c{8};
  const std::uint64_t first = a.next();
  CHECK(first == b.next());
  CHECK(first != c.next());
}

TEST_CASE("below stays below its bound and reaches every value") {
  Random random{1};
  std::array<int, 5> seen{};
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t drawn = random.below(seen.size());
    REQUIRE(drawn < seen.size());
    ++seen[drawn];
  }
  for (const int count : seen) CHECK(count > 100);
}

TEST_CASE("up_to includes both ends and never leaves them") {
  Random random{2};
  Millis least{1000}, most{-1};
  for (int i = 0; i < 1000; ++i) {
    const Millis drawn = random.up_to(Millis{3});
    REQUIRE(drawn >= Millis{0});
    REQUIRE(drawn <= Millis{3});
    least = std::min(least, drawn);
    most = std::max(most, drawn);
  }
  CHECK(least == Millis{0});
  CHECK(most == Millis{3});
}

TEST_CASE("up_to nothing is nothing") {
  Random random{3};
  for (int i = 0; i < 10; ++i) CHECK(random.up_to(Millis{0}) == Millis{0});
}

TEST_CASE("up_to the longest span there is does not overflow") {
  Random random{4};
  for (int i = 0; i < 1000; ++i) CHECK(random.up_to(Millis::max()) >= Millis{0});
}

TEST_CASE("up_to spreads evenly over its span") {
  Random random{5};
  int lower_half = 0;
  for (int i = 0; i < 10'000; ++i) lower_half += random.up_to(Millis{999}) < Millis{500};
  CHECK(lower_half > 4800);  // four standard deviations of a fair coin
  CHECK(lower_half < 5200);
}
