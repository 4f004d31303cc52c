// What has been under way for long, or has waited to be read: how it is dated, and what it confirms.
#include <doctest/doctest.h>

#include "unit/tracker/tracking.h"

using namespace presenced;
using namespace presenced::tracker;
using namespace presenced::tracker::testing;
using history::Source;

TEST_CASE("late: a change that came late is bounded by the first moment at which it can have been made") {
  Tracking t;
  t.pushed(kAnn, active, at(1'000));
  t.late(kAnn, away, at(60'000), at(20'000));
  const auto found = t.last(base::Facet::presence);
  CHECK(found.source == Source::late);
  CHECK(found.earliest == at(20'000));
  CHECK(found.at == at(60'000));
}

TEST_CASE("late: several changes that waited may all be as old as the first of them") {
  Tracking t;
  t.pushed(kAnn, active, at(1'000));
  t.late(kAnn, away, at(60'000), at(20'000));
  t.late(kAnn, active, at(60'001), at(20'000));
  CHECK(t.last(base::Facet::presence).earliest == at(20'000));
  t.late(kAnn, away, at(60'002), at(10'000));
  CHECK(t.last(base::Facet::presence).earliest == at(20'000));
}

TEST_CASE("late: an audit after a change that came late reaches back to where that may have been made") {
  Tracking t;
  t.pushed(kAnn, active, at(1'000));
  t.late(kAnn, away, at(60'000), at(20'000));
  t.queried(kAnn, active, at(70'000));  // Slack lost the change back, which it made at any time since
  const auto found = t.last(base::Facet::presence);
  CHECK(found.source == Source::audit);
  CHECK(found.earliest == at(20'000));
}

TEST_CASE("old bug (seed 1811): an answer that had waited to be read confirmed its state for when it was read") {
  Tracking t;
  t.pushed(kAnn, active, at(1'000));
  t.observe(kAnn, away, at(60'000), How::queried, kOne, at(20'000));
  t.late(kAnn, active, at(60'001), at(20'000));
  t.observe(kAnn, away, at(90'000), How::queried, kOne, at(20'000));  // this has waited as long
  const auto found = t.last(base::Facet::presence);
  CHECK(found.source == Source::audit);
  CHECK(found.earliest == at(20'000));
}
