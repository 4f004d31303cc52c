// Statuses that run out by their own clock (source `expiry`).
#include <doctest/doctest.h>

#include "unit/tracker/tracking.h"

using namespace presenced::tracker::testing;
using namespace presenced;
using history::Source;
using history::Transition;

namespace {

void expire(Tracking& t, base::WallTime now) { t.expire(now, now); }

}  // namespace

TEST_CASE("a status that ran out is cleared after a minute in which nobody said so") {
  Tracking t;
  t.queried(kAnn, status("lunch", at(10'000)), at(0));
  expire(t, at(69'999));
  CHECK(t.all(base::Facet::status).size() == 1);
  expire(t, at(70'000));
  REQUIRE(t.all(base::Facet::status).size() == 2);
  const auto cleared = t.last(base::Facet::status);
  CHECK(cleared.source == Source::expiry);
  CHECK(cleared.before == base::State{status("lunch", at(10'000))});
  CHECK(cleared.after == base::State{base::Status{}});
  CHECK(cleared.at == at(70'000));
  CHECK(cleared.earliest == at(10'000));
  CHECK(cleared.session == kOne);
}

TEST_CASE("it is cleared once") {
  Tracking t;
  t.queried(kAnn, status("lunch", at(10'000)), at(0));
  for (int i = 0; i < 5; ++i) expire(t, at(100'000 + i));
  CHECK(t.all(base::Facet::status).size() == 2);
}

TEST_CASE("Slack's word that it was cleared cancels the expiry") {
  Tracking t;
  t.queried(kAnn, status("lunch", at(10'000)), at(0));
  t.pushed(kAnn, base::Status{}, at(11'000));
  expire(t, at(200'000));
  REQUIRE(t.all(base::Facet::status).size() == 2);
  CHECK(t.last(base::Facet::status).source == Source::push);
}

TEST_CASE("Slack's word after the expiry repeats what is known") {
  Tracking t;
  t.queried(kAnn, status("lunch", at(10'000)), at(0));
  expire(t, at(80'000));
  t.pushed(kAnn, base::Status{}, at(90'000));
  CHECK(t.all(base::Facet::status).size() == 2);
}

TEST_CASE("a status that was prolonged runs out at its new time only") {
  Tracking t;
  t.queried(kAnn, status("lunch", at(10'000)), at(0));
  t.pushed(kAnn, status("lunch", at(500'000)), at(5'000));
  expire(t, at(100'000));
  CHECK(t.all(base::Facet::status).size() == 2);
  expire(t, at(560'000));
  REQUIRE(t.all(base::Facet::status).size() == 3);
  CHECK(t.last(base::Facet::status).earliest == at(500'000));
}

TEST_CASE("a status that nobody covers is not concluded to have run out") {
  Tracking t;
  t.queried(kAnn, status("lunch", at(10'000)), at(0));
  t.close(kAnn, at(5'000));
  expire(t, at(100'000));
  CHECK(t.all(base::Facet::status).size() == 1);
  // Found cleared after the gap: that is a resync, bounded by the gap.
  t.queried(kAnn, base::Status{}, at(120'000));
  CHECK(t.last(base::Facet::status).source == Source::resync);
  CHECK(t.last(base::Facet::status).earliest == at(5'000));
}

TEST_CASE("a status still shown after a restart runs out as any other") {
  history::PersonResume resume;
  resume.facets[base::Facet::status] = {status("lunch", at(10'000)), at(-1'000)};
  resume.watched = true;
  Tracking t({{kAnn, resume}});
  t.queried(kAnn, status("lunch", at(10'000)), at(0));
  CHECK(t.all(base::Facet::status).empty());
  expire(t, at(70'000));
  REQUIRE(t.all(base::Facet::status).size() == 1);
  CHECK(t.last(base::Facet::status).source == Source::expiry);
}

TEST_CASE("the bounds of an expiry lie after the last confirmation of the status and never cross") {
  Tracking t;
  t.queried(kAnn, status("lunch", at(10'000)), at(0));
  t.queried(kAnn, status("lunch", at(10'000)), at(30'000));  // Slack was late itself
  expire(t, at(70'000));
  CHECK(t.last(base::Facet::status).earliest == at(30'000));
  CHECK(t.last(base::Facet::status).at == at(70'000));
}

TEST_CASE("statuses of several people run out in their own order") {
  Tracking t;
  t.queried(kAnn, status("a", at(20'000)), at(0));
  t.queried(kBob, status("b", at(10'000)), at(0));
  expire(t, at(75'000));
  REQUIRE(t.all(base::Facet::status).size() == 3);
  CHECK(t.last(base::Facet::status).user == kBob);
  expire(t, at(80'000));
  CHECK(t.last(base::Facet::status).user == kAnn);
}

TEST_CASE("a status is not concluded to have run out on a socket that may be dead, nor coverage claimed by it") {
  Tracking t;
  t.queried(kAnn, status("lunch", at(10'000)), at(0));
  t.expire(at(95'000), at(68'000));  // silence since 68 s: a word of Slack's may be lost in it
  CHECK(t.all(base::Facet::status).size() == 1);
  t.close(kAnn, at(68'000), history::EndReason::timeout);
  CHECK(t.last<history::CoverageClosed>().at == at(68'000));
}

TEST_CASE("a status runs out at the last moment that is proven, not at the moment of the conclusion") {
  Tracking t;
  t.queried(kAnn, status("lunch", at(10'000)), at(0));
  t.expire(at(95'000), at(71'000));
  CHECK(t.last(base::Facet::status).at == at(71'000));
  t.close(kAnn, at(71'000), history::EndReason::timeout);
  CHECK(t.last<history::CoverageClosed>().at == at(71'000));
}
