// When the retention may delete, and how far: on Slack's word alone, and never much at once.
#include "store/retention_plan.h"

#include <doctest/doctest.h>

namespace presenced::store::test {
namespace {

using namespace base;

constexpr Millis kDay{86'400'000};
constexpr Millis kKept = 400 * kDay;
constexpr WallTime kSlack = wall_from_unix_ms(1'800'000'000'000);

MonoTime mono(Millis since_start) { return MonoTime{} + since_start; }

RetentionPlan confirmed() {
  RetentionPlan plan;
  plan.confirm(kSlack, mono(0s));
  plan.confirm(kSlack + 60s, mono(60s));
  return plan;
}

TEST_CASE("The retention does not begin on the word of one reading") {
  RetentionPlan plan;
  CHECK(!plan.due(mono(0s), kKept));
  plan.confirm(kSlack, mono(0s));
  for (int again = 0; again < 3; ++again) plan.confirm(kSlack, mono(0s));
  CHECK(!plan.due(mono(0s), kKept));
  CHECK(!plan.due(mono(10min), kKept));
  plan.confirm(kSlack + 59s, mono(59s));
  CHECK(!plan.due(mono(59s), kKept));
  plan.confirm(kSlack + 60s, mono(60s));
  CHECK(plan.due(mono(60s), kKept));
  CHECK(plan.confirmed_now(mono(70s)) == kSlack + 70s);
  CHECK(!plan.due(mono(60s), std::nullopt));
}

TEST_CASE("Readings that contradict each other begin a new series") {
  RetentionPlan plan = confirmed();
  plan.confirm(kSlack + 1000 * kDay, mono(90s));
  CHECK(!plan.due(mono(90s), kKept));
  plan.confirm(kSlack + 100s, mono(100s));  // the right one again: the series begins here
  CHECK(!plan.due(mono(100s), kKept));
  plan.confirm(kSlack + 160s, mono(160s));
  CHECK(plan.confirmed_now(mono(160s)) == kSlack + 160s);
}

TEST_CASE("A witness that is silent for an hour, or contradicts, stops the retention") {
  RetentionPlan plan = confirmed();
  CHECK(plan.due(mono(60s + 1h), kKept));
  CHECK(!plan.due(mono(60s + 1h + 1ms), kKept));
  plan.confirm(kSlack + 2h, mono(2h));
  CHECK(plan.due(mono(2h), kKept));
  plan.doubt();
  CHECK(!plan.due(mono(2h), kKept));
  plan.confirm(kSlack + 2h + 10s, mono(2h + 10s));
  CHECK(!plan.due(mono(2h + 10s), kKept));
}

TEST_CASE("A step takes 30 days of what is left, and the next one begins an hour later") {
  RetentionPlan plan = confirmed();
  WallTime oldest = kSlack - 465 * kDay;  // of 400 that are kept
  const auto step = [&](Millis when) {
    plan.confirm(kSlack + when, mono(when));
    const auto cutoff = plan.begin(mono(when), kKept, oldest);
    if (!cutoff) return false;
    CHECK(plan.due(mono(when), kKept));  // until it is done
    CHECK(*cutoff <= kSlack + when - kKept);
    oldest = *cutoff;
    plan.done();
    return true;
  };
  CHECK(step(60s));
  CHECK(oldest == kSlack - 435 * kDay);
  CHECK(!step(30min));
  CHECK(!step(59min));
  CHECK(step(1h + 60s));
  CHECK(oldest == kSlack - 405 * kDay);
  CHECK(step(2h + 60s));
  CHECK(oldest == std::chrono::floor<std::chrono::hours>(kSlack + 2h + 60s - kKept));
}

TEST_CASE("A step that failed is tried again in an hour, and one under way ends when more is to be kept") {
  RetentionPlan plan = confirmed();
  REQUIRE(plan.begin(mono(60s), kKept, kSlack - 401 * kDay));
  CHECK(!plan.due(mono(60s), kKept + 10 * kDay));
  CHECK(plan.due(mono(60s), kKept));
  plan.abandon(mono(60s));
  CHECK(!plan.under_way());
  CHECK(!plan.due(mono(59min), kKept));
  plan.confirm(kSlack + 1h, mono(1h));
  CHECK(plan.due(mono(1h + 60s), kKept));
}

}  // namespace
}  // namespace presenced::store::test
