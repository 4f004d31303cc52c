#include "feeds/poll/lane.h"

#include <doctest/doctest.h>

using namespace presenced;
using namespace presenced::base;
using feeds::poll::Lane;
using history::EndReason;

namespace {

constexpr MonoTime kLaneNow{Millis{1'000'000}};

slack::ApiError limited(std::optional<std::chrono::seconds> retry_after = {}) {
  slack::ApiError error;
  error.error = "ratelimited";
  error.retry_after = retry_after;
  return error;
}

slack::ApiError refused() {
  slack::ApiError error;
  error.kind = slack::ErrorClass::credential;
  error.error = "account_inactive";
  return error;
}

}  // namespace

TEST_CASE("calls keep a steady pace, with jitter of a tenth") {
  Random random(7);
  Lane lane;
  Millis sum{0};
  for (int i = 0; i < 1000; ++i) {
    lane.made(kLaneNow, 1'000ms, random);
    const Millis wait = lane.due() - kLaneNow;
    CHECK(wait >= 900ms);
    CHECK(wait <= 1'100ms);
    sum += wait;
  }
  CHECK(sum.count() / 1000 == doctest::Approx(1'000).epsilon(0.01));
}

TEST_CASE("a Retry-After is kept") {
  Random random(7);
  Lane lane;
  lane.failed(limited(47s), kLaneNow, random);
  CHECK(lane.due() >= kLaneNow + 47s);
  CHECK(lane.due() <= kLaneNow + 48s);
  CHECK(lane.reason() == EndReason::rate_limited);
}

TEST_CASE("without a usable Retry-After the pause is 30 s, growing to 5 min") {
  Random random(7);
  Lane lane;
  MonoTime now = kLaneNow;
  for (const Millis pause : {30s, 60s, 120s, 240s, 300s, 300s}) {
    lane.failed(limited(pause == 60s ? std::optional(0s) : std::nullopt), now, random);
    CHECK(lane.due() == now + pause);
    now = lane.due();
  }
  lane.answered();
  CHECK_FALSE(lane.in_trouble());
  lane.failed(limited(), now, random);
  CHECK(lane.due() == now + 30s);
}

TEST_CASE("a refusal pauses for ten minutes, unless the configuration is read again") {
  Random random(7);
  Lane lane;
  lane.failed(refused(), kLaneNow, random);
  CHECK(lane.due() >= kLaneNow + 10min);
  lane.retry_now();
  CHECK(lane.due() <= kLaneNow);
  CHECK(lane.in_trouble());
}
