// Coverage by samples: what it claims, and how it gives way to a subscription and back.
#include <doctest/doctest.h>

#include "unit/tracker/tracking.h"

using namespace presenced::tracker::testing;
using namespace presenced;
using history::CoverageClosed;
using history::CoverageOpened;
using history::EndReason;
using history::Mode;
using history::Source;

TEST_CASE("a sample opens coverage that says so") {
  Tracking t;
  t.sampled(kAnn, active, at(0));
  CHECK(t.last<CoverageOpened>().mode == Mode::sampled);
  CHECK(t.last(base::Facet::presence).source == Source::first);
  t.pushed(kBob, active, at(0));
  CHECK(t.last<CoverageOpened>().mode == Mode::subscribed);
}

TEST_CASE("a difference between two samples lies between them") {
  Tracking t;
  t.sampled(kAnn, active, at(0));
  t.sampled(kAnn, active, at(60'000));
  t.sampled(kAnn, away, at(120'000));
  const auto change = t.last(base::Facet::presence);
  CHECK(change.source == Source::sample);
  CHECK(change.earliest == at(60'000));
  CHECK(change.at == at(120'000));
  CHECK(t.all<CoverageOpened>().size() == 1);
}

TEST_CASE("what is covered by samples is never proven beyond the last one, whatever moment is given") {
  Tracking t;
  t.sampled(kAnn, active, at(0));
  t.sampled(kAnn, active, at(60'000));
  CHECK(t.tracker.sampled_until(kAnn, base::Facet::presence) == at(60'000));
  t.close(kAnn, Mode::sampled, at(100'000), EndReason::timeout);
  CHECK(t.last<CoverageClosed>().at == at(60'000));
  CHECK(t.last<CoverageClosed>().reason == EndReason::timeout);
  CHECK_FALSE(t.tracker.sampled_until(kAnn, base::Facet::presence).has_value());

  t.sampled(kAnn, active, at(200'000));
  t.watch({{kBob, ""}}, at(230'000));
  CHECK(t.last<CoverageClosed>().at == at(200'000));
}

TEST_CASE("old bug: samples ended before the last one, where another socket had last been heard") {
  Tracking t;
  t.sampled(kAnn, active, at(0));
  t.sampled(kAnn, active, at(60'000));
  t.close(kAnn, Mode::sampled, at(20'000), EndReason::network_error);
  CHECK(t.last<CoverageClosed>().at == at(60'000));
}

TEST_CASE("after samples ended, a difference lies between the last one and the next") {
  Tracking t;
  t.sampled(kAnn, active, at(0));
  t.close(kAnn, Mode::sampled, at(50'000), EndReason::network_error);
  t.sampled(kAnn, away, at(90'000));
  const auto change = t.last(base::Facet::presence);
  CHECK(change.source == Source::resync);
  CHECK(change.earliest == at(0));
}

TEST_CASE("samples and a subscription never go over into each other: one ends, the other begins") {
  Tracking t;
  t.sampled(kAnn, active, at(0));
  t.sampled(kAnn, active, at(60'000));
  t.pushed(kAnn, away, at(70'000));
  auto closed = t.all<CoverageClosed>();
  REQUIRE(closed.size() == 1);
  CHECK(closed[0].at == at(60'000));
  CHECK(t.last<CoverageOpened>().mode == Mode::subscribed);
  CHECK(t.last(base::Facet::presence).source == Source::resync);
  CHECK(t.last(base::Facet::presence).earliest == at(60'000));

  t.sampled(kAnn, away, at(80'000));
  closed = t.all<CoverageClosed>();
  REQUIRE(closed.size() == 2);
  CHECK(closed[1].at == at(80'000));
  CHECK(t.last<CoverageOpened>().mode == Mode::sampled);
  CHECK(t.tracker.covered_counts()[base::Facet::presence] == 1);
}

TEST_CASE("closing and moving one mode leaves the other alone") {
  Tracking t;
  t.sampled(kAnn, active, at(0));
  t.queried(kAnn, base::Status{}, at(0));
  t.tracker.move(kAnn, Mode::sampled, kTwo, t.written);
  REQUIRE(t.all<history::CoverageMoved>().size() == 1);
  CHECK(t.last<history::CoverageMoved>().facet == base::Facet::presence);
  t.close(kAnn, Mode::subscribed, at(9'000), EndReason::peer_closed);
  CHECK(t.tracker.covered(kAnn, base::Facet::presence));
  CHECK_FALSE(t.tracker.covered(kAnn, base::Facet::status));
  t.queried(kAnn, base::Status{}, at(10'000));
  t.close(kAnn, Mode::sampled, at(10'000), EndReason::peer_closed);
  CHECK_FALSE(t.tracker.covered(kAnn, base::Facet::presence));
  CHECK(t.tracker.covered(kAnn, base::Facet::status));
}

TEST_CASE("a purged person is known no more, without a record of what was covered, and enters the watchlist anew") {
  Tracking t;
  t.pushed(kAnn, active, at(0));
  t.queried(kAnn, base::Status{}, at(0));
  t.written.clear();
  t.tracker.purge(kAnn, false, t.written);
  REQUIRE(t.written.size() == 1);
  CHECK(t.last<history::PersonWatched>().watched);
  CHECK(t.tracker.covered_counts()[base::Facet::presence] == 0);
  CHECK(t.tracker.covered_counts()[base::Facet::status] == 0);
  CHECK(t.tracker.known(kAnn, base::Facet::presence) == nullptr);
  t.pushed(kAnn, active, at(1'000));
  CHECK(t.last(base::Facet::presence).source == Source::first);
}

TEST_CASE("a forgotten person leaves no trace at all") {
  Tracking t;
  t.pushed(kAnn, active, at(0));
  t.written.clear();
  t.tracker.purge(kAnn, true, t.written);
  t.watch({{kBob, ""}});
  t.pushed(kAnn, away, at(1'000));
  t.tracker.purge(base::UserId{"U0NOBODY"}, true, t.written);
  CHECK(t.written.empty());
  CHECK(t.tracker.covered_counts()[base::Facet::presence] == 0);
}
