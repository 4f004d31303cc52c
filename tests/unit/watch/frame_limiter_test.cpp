#include "watch/frame_limiter.h"

#include <doctest/doctest.h>

#include "base/random.h"

using namespace presenced::base;
using presenced::watch::FrameLimiter;

namespace {
constexpr MonoTime kNow{Millis{1'000}};
}

TEST_CASE("the first frame may go at once, the next more than a second later") {
  FrameLimiter limiter;
  CHECK(limiter.ready(kNow));
  limiter.sent(kNow);
  CHECK_FALSE(limiter.ready(kNow));
  CHECK_FALSE(limiter.ready(kNow + 1000ms));
  CHECK_FALSE(limiter.ready(limiter.earliest() - 1ms));
  CHECK(limiter.ready(limiter.earliest()));
  CHECK(limiter.earliest() > kNow + 1000ms);
  CHECK(limiter.earliest() <= kNow + 1200ms);
}

TEST_CASE("no two frames are ever closer than a second") {
  Random random(8);
  FrameLimiter limiter;
  MonoTime now = kNow;
  MonoTime last = kNow - 1h;
  for (int i = 0; i < 5'000; ++i) {
    now += random.up_to(700ms);
    if (!limiter.ready(now)) continue;
    REQUIRE(now - last >= 1000ms);
    last = now;
    limiter.sent(now);
  }
}

TEST_CASE("when Slack says that we are too fast, the next frame waits, and a shorter pause does not cut a longer one") {
  FrameLimiter limiter;
  limiter.sent(kNow);
  limiter.hold(kNow, 5s);
  CHECK(limiter.earliest() == kNow + 5s);
  limiter.hold(kNow, 2s);
  CHECK(limiter.earliest() == kNow + 5s);
  limiter.sent(kNow);
  CHECK(limiter.earliest() == kNow + 5s);
}
