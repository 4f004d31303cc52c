// Statuses that run out by their own clock (source `expiry`).
#include <doctest/doctest.h>

#include "unit/tracker/tracking.h"

using namespace presenced::tracker::testing;
using namespace presenced;
using history::Source;
using history::StatusTransition;

namespace {

void expire(Tracking& t, base::WallTime now) { t.expire(now, now); }

}  // namespace

TEST_CASE("a status that ran out is cleared after a minute in which nobody said so") {
  Tracking t;
  t.answered(kAnn, status("lunch", at(10'000)), at(0));
  expire(t, at(69'999));
  CHECK(t.all<StatusTransition>().size() == 1);
  expire(t, at(70'000));
  REQUIRE(t.all<StatusTransition>().size() == 2);
  const auto cleared = t.last<StatusTransition>();
  CHECK(cleared.source == Source::expiry);
  CHECK(cleared.before == status("lunch", at(10'000)));
  CHECK(cleared.after.cleared());
  CHECK_FALSE(cleared.after.expires_at.has_value());
  CHECK(cleared.at == at(70'000));
  CHECK(cleared.earliest == at(10'000));
  CHECK(cleared.session == kOne);
}

TEST_CASE("it is cleared once") {
  Tracking t;
  t.answered(kAnn, status("lunch", at(10'000)), at(0));
  for (int i = 0; i < 5; ++i) expire(t, at(100'000 + i));
  CHECK(t.all<StatusTransition>().size() == 2);
}

TEST_CASE("Slack's word that it was cleared cancels the expiry") {
  Tracking t;
  t.answered(kAnn, status("lunch", at(10'000)), at(0));
  t.told(kAnn, base::Status{}, at(11'000));
  expire(t, at(200'000));
  REQUIRE(t.all<StatusTransition>().size() == 2);
  CHECK(t.last<StatusTransition>().source == Source::push);
}

TEST_CASE("Slack's word after the expiry repeats what is known") {
  Tracking t;
  t.answered(kAnn, status("lunch", at(10'000)), at(0));
  expire(t, at(80'000));
  t.told(kAnn, base::Status{}, at(90'000));
  CHECK(t.all<StatusTransition>().size() == 2);
}

TEST_CASE("a status that was prolonged runs out at its new time only") {
  Tracking t;
  t.answered(kAnn, status("lunch", at(10'000)), at(0));
  t.told(kAnn, status("lunch", at(500'000)), at(5'000));
  expire(t, at(100'000));
  CHECK(t.all<StatusTransition>().size() == 2);
  expire(t, at(560'000));
  REQUIRE(t.all<StatusTransition>().size() == 3);
  CHECK(t.last<StatusTransition>().earliest == at(500'000));
}

TEST_CASE("a status that nobody covers is not concluded to have run out") {
  Tracking t;
  t.answered(kAnn, status("lunch", at(10'000)), at(0));
  t.close(kAnn, at(5'000));
  expire(t, at(100'000));
  CHECK(t.all<StatusTransition>().size() == 1);
  // Found cleared after the gap: that is a resync, bounded by the gap.
  t.answered(kAnn, base::Status{}, at(120'000));
  CHECK(t.last<StatusTransition>().source == Source::resync);
  CHECK(t.last<StatusTransition>().earliest == at(5'000));
}

TEST_CASE("a status still shown after a restart runs out as any other") {
  history::PersonResume resume;
  resume.status = {status("lunch", at(10'000)), at(-1'000)};
  resume.watched = true;
  Tracking t({{kAnn, resume}});
  t.answered(kAnn, status("lunch", at(10'000)), at(0));
  CHECK(t.all<StatusTransition>().empty());
  expire(t, at(70'000));
  REQUIRE(t.all<StatusTransition>().size() == 1);
  CHECK(t.last<StatusTransition>().source == Source::expiry);
}

TEST_CASE("the bounds of an expiry lie after the last confirmation of the status and never cross") {
  Tracking t;
  t.answered(kAnn, status("lunch", at(10'000)), at(0));
  t.answered(kAnn, status("lunch", at(10'000)), at(30'000));  // Slack was late itself
  expire(t, at(70'000));
  CHECK(t.last<StatusTransition>().earliest == at(30'000));
  CHECK(t.last<StatusTransition>().at == at(70'000));
}

TEST_CASE("statuses of several people run out in their own order") {
  Tracking t;
  t.answered(kAnn, status("a", at(20'000)), at(0));
  t.answered(kBob, status("b", at(10'000)), at(0));
  expire(t, at(75'000));
  REQUIRE(t.all<StatusTransition>().size() == 3);
  CHECK(t.last<StatusTransition>().user == kBob);
  expire(t, at(80'000));
  CHECK(t.last<StatusTransition>().user == kAnn);
}

TEST_CASE("a status is not concluded to have run out on a socket that may be dead, nor coverage claimed by it") {
  Tracking t;
  t.answered(kAnn, status("lunch", at(10'000)), at(0));
  t.expire(at(95'000), at(68'000));  // silence since 68 s: a word of Slack's may be lost in it
  CHECK(t.all<StatusTransition>().size() == 1);
  t.close(kAnn, at(68'000), history::EndReason::timeout);
  CHECK(t.last<history::CoverageClosed>().at == at(68'000));
}

TEST_CASE("a status runs out at the last moment that is proven, not at the moment of the conclusion") {
  Tracking t;
  t.answered(kAnn, status("lunch", at(10'000)), at(0));
  t.expire(at(95'000), at(71'000));
  CHECK(t.last<StatusTransition>().at == at(71'000));
  t.close(kAnn, at(71'000), history::EndReason::timeout);
  CHECK(t.last<history::CoverageClosed>().at == at(71'000));
}
