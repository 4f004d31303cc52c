// What was said before and could be told only later: how it is dated, and what it confirms.
#include <doctest/doctest.h>

#include <utility>

#include "unit/tracker/tracking.h"

using namespace presenced;
using namespace presenced::tracker::testing;
using history::Source;
using tracker::How;

TEST_CASE("what is only recalled after a gap confirms nothing: an audit's bounds reach back to Slack's last word") {
  Tracking t;
  t.pushed(kAnn, active, at(1'000));
  t.close(kAnn, at(5'000), history::EndReason::store_error);
  t.replayed(kAnn, active, at(9'000), at(1'000));  // the same socket, still live
  t.queried(kAnn, away, at(20'000));
  const auto found = t.last(base::Facet::presence);
  CHECK(found.source == Source::audit);
  CHECK(found.earliest == at(1'000));
  CHECK(found.at == at(20'000));
}

TEST_CASE("what another socket said within a gap, and only then could be told, is confirmed for when it was said") {
  Tracking t;
  t.pushed(kAnn, active, at(1'000));
  t.close(kAnn, at(5'000));
  t.replayed(kAnn, active, at(9'000), at(6'000), kTwo);
  t.queried(kAnn, away, at(20'000), kTwo);
  CHECK(t.last(base::Facet::presence).earliest == at(6'000));
}

TEST_CASE("news that is only recalled is confirmed for when it was said, and not before it was news") {
  for (const auto& [said, earliest] : {std::pair{7'000, 7'000}, std::pair{3'000, 5'000}}) {
    Tracking t;
    t.pushed(kAnn, active, at(1'000));
    t.close(kAnn, at(5'000), history::EndReason::store_error);
    t.replayed(kAnn, away, at(9'000), at(said));  // while nothing could be recorded; then Slack lost the change back
    t.queried(kAnn, active, at(20'000));
    const auto found = t.last(base::Facet::presence);
    CHECK(found.source == Source::audit);
    CHECK(found.earliest == at(earliest));
  }
}

TEST_CASE("what is recalled as the first that is known of somebody was so when Slack said it") {
  Tracking t;
  t.replayed(kAnn, away, at(9'000), at(7'000));
  t.queried(kAnn, active, at(20'000));
  CHECK(t.last(base::Facet::presence).earliest == at(7'000));
}

TEST_CASE("old bug: what was asked while the clock was ahead confirmed a state for the time to come") {
  for (const How how : {How::replayed, How::queried}) {
    Tracking t;
    t.pushed(kAnn, status("lunch"), at(1'000));
    t.observe(kAnn, status("lunch"), at(5'000), how, kOne, at(90'000'000));
    t.queried(kAnn, status("back"), at(9'000));
    CHECK(t.last(base::Facet::status).earliest == at(1'000));
  }
}
