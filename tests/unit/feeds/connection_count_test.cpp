#include "feeds/socket_mode/connection_count.h"

#include <doctest/doctest.h>

using namespace presenced;
using namespace presenced::base;
using feeds::socket_mode::ConnectionCount;

namespace {

constexpr MonoTime kCountStart{1'000'000ms};

}  // namespace

TEST_CASE("as many connections as ours are right, and fewer, too") {
  ConnectionCount count;
  count.told(2, 2, kCountStart);
  CHECK(count.foreign() == 0);
  CHECK_FALSE(count.doubtful());
  CHECK(count.check_at() == kCountStart + ConnectionCount::kCheck);
  count.told(1, 2, kCountStart);
  CHECK(count.foreign() == 0);
}

TEST_CASE("more than ours are somebody else's") {
  ConnectionCount count;
  count.told(4, 2, kCountStart);
  CHECK(count.foreign() == 2);
  CHECK(count.check_at() == kCountStart + ConnectionCount::kGhost);
  count.told(4, 2, kCountStart + 60s);
  CHECK(count.check_at() == kCountStart + 60s + ConnectionCount::kForeignCheck);
  count.told(2, 2, kCountStart + 360s);
  CHECK(count.foreign() == 0);
}

TEST_CASE("one of ours that died a moment ago may be the reason, for a minute") {
  ConnectionCount count;
  count.ended(kCountStart);
  count.told(3, 2, kCountStart + 10s);
  CHECK(count.foreign() == 0);
  CHECK(count.doubtful());
  CHECK(count.check_at() == kCountStart + ConnectionCount::kGhost);
  count.told(3, 2, kCountStart + ConnectionCount::kGhost);
  CHECK(count.foreign() == 1);
  CHECK_FALSE(count.doubtful());
}

TEST_CASE("it explains no more than itself") {
  ConnectionCount count;
  count.ended(kCountStart);
  count.told(4, 2, kCountStart + 10s);
  CHECK(count.foreign() == 1);
}

TEST_CASE("what was somebody else's before is not explained by one of ours that dies later") {
  ConnectionCount count;
  count.told(3, 2, kCountStart);
  count.ended(kCountStart + 10s);
  count.told(3, 2, kCountStart + 20s);
  CHECK(count.foreign() == 1);
}
