// How coverage opens, moves and closes.
#include <doctest/doctest.h>

#include "unit/tracker/tracking.h"

using namespace presenced::tracker::testing;
using namespace presenced;
using history::CoverageClosed;
using history::CoverageMoved;
using history::CoverageOpened;
using history::EndReason;

TEST_CASE("coverage opens with the first observation, before the transition it brings") {
  Tracking t;
  t.pushed(kAnn, active, at(3));
  REQUIRE(t.written.size() == 2);
  const auto opened = std::get<CoverageOpened>(t.written[0]);
  CHECK(opened.user == kAnn);
  CHECK(opened.facet == base::Facet::presence);
  CHECK(opened.at == at(3));
  CHECK(opened.mode == history::Mode::subscribed);
  CHECK(opened.session == kOne);
  CHECK(std::holds_alternative<history::Transition>(t.written[1]));
}

TEST_CASE("coverage opens once, however often the state is confirmed") {
  Tracking t;
  for (int i = 0; i < 5; ++i) t.pushed(kAnn, active, at(i));
  CHECK(t.all<CoverageOpened>().size() == 1);
}

TEST_CASE("coverage closes at the last proven moment, with its reason, both facets together") {
  Tracking t;
  t.pushed(kAnn, active, at(0));
  t.queried(kAnn, base::Status{}, at(0));
  t.close(kAnn, at(4'000), EndReason::timeout);
  const auto closed = t.all<CoverageClosed>();
  REQUIRE(closed.size() == 2);
  for (const auto& one : closed) {
    CHECK(one.at == at(4'000));
    CHECK(one.reason == EndReason::timeout);
  }
  CHECK_FALSE(t.tracker.covered(kAnn, base::Facet::presence));
  CHECK_FALSE(t.tracker.covered(kAnn, base::Facet::status));
}

TEST_CASE("coverage is never negative: it ends neither before it began nor before the newest transition in it") {
  Tracking began;
  began.pushed(kAnn, active, at(5'000));
  began.close(kAnn, at(1'000));
  CHECK(began.last<CoverageClosed>().at == at(5'000));

  Tracking changed;
  changed.pushed(kAnn, active, at(5'000));
  changed.queried(kAnn, away, at(9'000));
  changed.close(kAnn, at(6'000));
  CHECK(changed.last<CoverageClosed>().at == at(9'000));
}

TEST_CASE("closing what is not covered writes nothing") {
  Tracking t;
  t.close(kAnn, at(0));
  t.close(base::UserId{"U0NOBODY"}, at(0));
  t.pushed(kAnn, active, at(0));
  t.close(kAnn, at(1));
  const auto before = t.written.size();
  t.close(kAnn, at(2));
  CHECK(t.written.size() == before);
}

TEST_CASE("another session that says the same moves the coverage without a gap") {
  Tracking t;
  t.pushed(kAnn, active, at(0));
  t.queried(kAnn, active, at(1), kTwo);
  REQUIRE(t.all<CoverageMoved>().size() == 1);
  CHECK(t.last<CoverageMoved>().session == kTwo);
  CHECK(t.all<CoverageClosed>().empty());
  CHECK(t.all<CoverageOpened>().size() == 1);
}

TEST_CASE("a move is written before the transition that the new session tells") {
  Tracking t;
  t.pushed(kAnn, active, at(0));
  t.pushed(kAnn, away, at(1), kTwo);
  REQUIRE(t.written.size() == 4);
  CHECK(std::holds_alternative<CoverageMoved>(t.written[2]));
  CHECK(std::get<history::Transition>(t.written[3]).session == kTwo);
}

TEST_CASE("moving covers every covered facet, and only to another session") {
  Tracking t;
  t.pushed(kAnn, active, at(0));
  t.tracker.move(kAnn, history::Mode::subscribed, kOne, t.written);
  t.tracker.move(kBob, history::Mode::subscribed, kTwo, t.written);
  CHECK(t.all<CoverageMoved>().empty());
  t.queried(kAnn, base::Status{}, at(0));
  t.tracker.move(kAnn, history::Mode::subscribed, kTwo, t.written);
  CHECK(t.all<CoverageMoved>().size() == 2);
}

TEST_CASE("the status can lose its coverage alone") {
  Tracking t;
  t.pushed(kAnn, active, at(0));
  t.queried(kAnn, base::Status{}, at(0));
  t.tracker.close(kAnn, base::Facet::status, at(1), EndReason::network_error, t.written);
  REQUIRE(t.all<CoverageClosed>().size() == 1);
  CHECK(t.last<CoverageClosed>().facet == base::Facet::status);
  CHECK(t.tracker.covered(kAnn, base::Facet::presence));
}

TEST_CASE("people do not touch each other's coverage") {
  Tracking t;
  t.pushed(kAnn, active, at(0));
  t.pushed(kBob, active, at(0));
  t.close(kAnn, at(1));
  CHECK(t.tracker.covered(kBob, base::Facet::presence));
  CHECK(t.tracker.covered_counts()[base::Facet::presence] == 1);
}
