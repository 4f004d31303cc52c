#include "hooks/retry.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace presenced::hooks {
namespace {

using base::Millis;
using std::chrono::seconds;

const Outcome kFailed{false, "exited with status 1", std::nullopt};

TEST_CASE("waits grow with the failures in a row, are jittered, and are never longer than a minute") {
  base::Random random(5);
  Millis longest_first{0};
  Millis longest_late{0};
  Millis shortest_late = Retry::kPolicy.most;
  for (int run = 0; run < 500; ++run) {
    Retry retry;
    longest_first = std::max(longest_first, retry.after(kFailed, random));
    for (int i = 0; i < 30; ++i) retry.after(kFailed, random);
    const Millis late = retry.after(kFailed, random);
    longest_late = std::max(longest_late, late);
    shortest_late = std::min(shortest_late, late);
  }
  CHECK(longest_first <= Millis{100});
  CHECK(longest_first > Millis{80});
  CHECK(longest_late <= Millis{60'000});
  CHECK(longest_late > Millis{50'000});
  CHECK(shortest_late < Millis{10'000});
}

TEST_CASE("after an acknowledgement the next failure is a first one") {
  base::Random random(1);
  Retry retry;
  for (int i = 0; i < 12; ++i) retry.after(kFailed, random);
  CHECK(retry.failures() == 12);
  retry.acknowledged();
  CHECK(retry.failures() == 0);
  CHECK(retry.after(kFailed, random) <= Millis{100});
}

TEST_CASE("a receiver that says when to come again is not asked before, and at most an hour is believed") {
  base::Random random(2);
  Retry retry;
  const Millis soon = retry.after({false, "", seconds{7}}, random);
  CHECK(soon >= Millis{7'000});
  CHECK(soon <= Millis{7'100});
  const Millis never = Retry().after({false, "", seconds{4'294'967'295}}, random);
  CHECK(never >= Retry::kMostRetryAfter);
  CHECK(never <= Retry::kMostRetryAfter + Millis{100});
  const Millis at_once = Retry().after({false, "", seconds{0}}, random);
  CHECK(at_once <= Millis{100});
}

}  // namespace
}  // namespace presenced::hooks
