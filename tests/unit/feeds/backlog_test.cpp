#include "feeds/backlog.h"

#include <doctest/doctest.h>

using namespace presenced;
using namespace presenced::base;
using feeds::Backlog;

namespace {

constexpr MonoTime kHeldAt{Millis{1'000'000}};
constexpr WallTime kHeldWall{Millis{2'000'000}};

Backlog held() {
  Backlog backlog;
  backlog.held({kHeldAt, kHeldWall});
  return backlog;
}

}  // namespace

TEST_CASE("what is read may have waited since reading stopped, until it has gone on for long enough") {
  Backlog backlog = held();
  backlog.released(kHeldAt + 60s);
  backlog.tend(kHeldAt + 60s + Backlog::kDrained - 1ms);
  REQUIRE(backlog.since());
  CHECK(backlog.since()->recorded == kHeldWall);
  CHECK(backlog.deadline() == kHeldAt + 60s + Backlog::kDrained);
  backlog.tend(backlog.deadline());
  CHECK_FALSE(backlog.since());
}

TEST_CASE("a pause that comes before everything is read begins no new count") {
  Backlog backlog = held();
  backlog.released(kHeldAt + 1s);
  backlog.held({kHeldAt + 2s, kHeldWall + 2s});
  backlog.tend(kHeldAt + 1h);
  REQUIRE(backlog.since());
  CHECK(backlog.since()->recorded == kHeldWall);
}

TEST_CASE("old bug: while the process stood still nothing was read, and all the same it counted as read") {
  Backlog backlog = held();
  backlog.released(kHeldAt + 1s);
  backlog.interrupted(kHeldAt + 1min);
  backlog.tend(kHeldAt + 1min);
  CHECK(backlog.since());
}

TEST_CASE("a moment that was moved aside is no bound") {
  Backlog backlog = held();
  backlog.rewound(kHeldWall - 1h);
  CHECK(backlog.since()->recorded == kHeldWall - 1h);
}
