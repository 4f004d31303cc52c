#include "session/backoff.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace presenced::base;
using presenced::session::Backoff;

TEST_CASE("the ceiling of the wait doubles from a second to five minutes and stays there") {
  struct Row {
    int failures;
    Millis ceiling;
  };
  const Row rows[] = {{1, 1s},  {2, 2s},   {3, 4s},   {4, 8s},    {5, 16s},   {6, 32s},
                      {7, 64s}, {8, 128s}, {9, 256s}, {10, 300s}, {11, 300s}, {100'000, 300s}};
  const Backoff backoff;
  for (const Row& row : rows) {
    CAPTURE(row.failures);
    CHECK(backoff.ceiling(row.failures) == row.ceiling);
  }
}

TEST_CASE("every wait lies within its ceiling, and the waits fill it evenly") {
  Random random(1);
  for (int failures = 1; failures <= 12; ++failures) {
    CAPTURE(failures);
    Millis least = Millis::max();
    Millis most{0};
    Millis ceiling{0};
    for (int run = 0; run < 400; ++run) {
      Backoff backoff;
      Millis wait{0};
      for (int i = 0; i < failures; ++i) wait = backoff.next(random);
      ceiling = backoff.ceiling(failures);
      REQUIRE(wait >= 0ms);
      REQUIRE(wait <= ceiling);
      least = std::min(least, wait);
      most = std::max(most, wait);
    }
    // Full jitter: a tenth at either end stays empty in 400 draws with a probability of 10^-18.
    CHECK(least < ceiling / 10);
    CHECK(most > ceiling - ceiling / 10);
  }
}

TEST_CASE("a reset begins again with the shortest ceiling") {
  Random random(2);
  Backoff backoff;
  for (int i = 0; i < 20; ++i) backoff.next(random);
  CHECK(backoff.failures() == 20);
  backoff.reset();
  CHECK(backoff.failures() == 0);
  for (int i = 0; i < 50; ++i) {
    backoff.reset();
    CHECK(backoff.next(random) <= 1s);
  }
}

TEST_CASE("an outage of any length never overflows the wait") {
  Random random(3);
  Backoff backoff;
  for (int i = 0; i < 10'000; ++i) REQUIRE(backoff.next(random) <= 300s);
}
