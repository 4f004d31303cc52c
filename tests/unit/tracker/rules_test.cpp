// The rules of an honest history, as far as the tracker keeps them.
#include <doctest/doctest.h>

#include "base/random.h"
#include "unit/tracker/tracking.h"

using namespace presenced::tracker::testing;
using namespace presenced;
using history::CoverageClosed;
using history::CoverageOpened;
using history::Source;
using history::Transition;

TEST_CASE("every transition is written once; a repeat is not a transition") {
  Tracking t;
  t.pushed(kAnn, away, at(0));
  t.pushed(kAnn, active, at(10));
  t.pushed(kAnn, active, at(20));
  t.queried(kAnn, active, at(30));
  CHECK(t.all(base::Facet::presence).size() == 2);
}

TEST_CASE("Slack sends each status change twice") {
  Tracking t;
  t.queried(kAnn, status("in a train"), at(0));
  t.pushed(kAnn, status("at home"), at(10));
  t.pushed(kAnn, status("at home"), at(10));
  CHECK(t.all(base::Facet::status).size() == 2);
}

TEST_CASE("a status differs when text, emoji or expiry differs") {
  Tracking t;
  const base::Status states[] = {{"a", ":x:", {}}, {"b", ":x:", {}}, {"b", ":y:", {}}, {"b", ":y:", at(5'000'000)}, {}};
  for (const base::Status& state : states) t.pushed(kAnn, state, at(0));
  const auto transitions = t.all(base::Facet::status);
  REQUIRE(transitions.size() == 5);
  for (std::size_t i = 1; i < 5; ++i) {
    CHECK(transitions[i].before == base::State{states[i - 1]});
    CHECK(transitions[i].after == base::State{states[i]});
  }
}

TEST_CASE("a transition says how well its time is known; live, the two bounds are equal") {
  Tracking t;
  t.pushed(kAnn, away, at(0));
  t.pushed(kAnn, active, at(1'000));
  CHECK(t.last(base::Facet::presence).at == at(1'000));
  CHECK(t.last(base::Facet::presence).earliest == at(1'000));
}

TEST_CASE("after a gap the bounds enclose the change") {
  Tracking t;
  t.pushed(kAnn, away, at(0));
  t.close(kAnn, at(500));
  t.pushed(kAnn, active, at(9'000));
  CHECK(t.last(base::Facet::presence).at == at(9'000));
  CHECK(t.last(base::Facet::presence).earliest == at(500));
}

TEST_CASE("first: the first observation ever has no `before`") {
  Tracking t;
  t.queried(kAnn, away, at(7));
  const auto first = t.last(base::Facet::presence);
  CHECK(first.source == Source::first);
  CHECK_FALSE(first.before.has_value());
  CHECK(first.after == base::State{away});
  CHECK(first.at == at(7));
  CHECK(first.earliest == at(7));
  CHECK(first.session == kOne);
}

TEST_CASE("first: every later observation has a `before`, which is the `after` of the one before it") {
  Tracking t;
  t.pushed(kAnn, away, at(0));
  t.pushed(kAnn, active, at(1));
  t.pushed(kAnn, away, at(2));
  const auto all = t.all(base::Facet::presence);
  REQUIRE(all.size() == 3);
  CHECK(all[1].before == base::State{away});
  CHECK(all[2].before == base::State{active});
}

TEST_CASE("push: what is told while covered is live") {
  Tracking t;
  t.pushed(kAnn, away, at(0));
  t.pushed(kAnn, active, at(1));
  CHECK(t.last(base::Facet::presence).source == Source::push);
}

TEST_CASE("resync: a state that differs after a gap was not seen changing, told or asked") {
  Tracking told;
  told.pushed(kAnn, away, at(0));
  told.close(kAnn, at(1));
  told.pushed(kAnn, active, at(2), kTwo);
  CHECK(told.last(base::Facet::presence).source == Source::resync);
  CHECK(told.last(base::Facet::presence).session == kTwo);

  Tracking asked;
  asked.queried(kAnn, status("a"), at(0));
  asked.close(kAnn, at(1));
  asked.queried(kAnn, status("b"), at(2), kTwo);
  CHECK(asked.last(base::Facet::status).source == Source::resync);
  CHECK(asked.last(base::Facet::status).earliest == at(1));
}

TEST_CASE("audit: a query found a change that no event had told") {
  Tracking t;
  t.pushed(kAnn, away, at(0));
  t.queried(kAnn, away, at(1'000));  // confirmed once more
  t.queried(kAnn, active, at(5'000));
  const auto found = t.last(base::Facet::presence);
  CHECK(found.source == Source::audit);
  CHECK(found.at == at(5'000));
  CHECK(found.earliest == at(1'000));
}

TEST_CASE("an equal state after a gap is no continuity, and the gap stays visible") {
  Tracking t;
  t.pushed(kAnn, away, at(0));
  t.close(kAnn, at(100));
  t.pushed(kAnn, away, at(5'000), kTwo);
  CHECK(t.all(base::Facet::presence).size() == 1);
  const auto opened = t.all<CoverageOpened>();
  const auto closed = t.all<CoverageClosed>();
  REQUIRE(opened.size() == 2);
  REQUIRE(closed.size() == 1);
  CHECK(closed[0].at == at(100));
  CHECK(opened[1].at == at(5'000));
}

TEST_CASE("after two gaps a change is bounded by the end of the later coverage") {
  Tracking t;
  t.pushed(kAnn, away, at(0));
  t.close(kAnn, at(100));
  t.pushed(kAnn, away, at(5'000));
  t.close(kAnn, at(6'000));
  t.pushed(kAnn, active, at(9'000));
  CHECK(t.last(base::Facet::presence).earliest == at(6'000));
}

TEST_CASE("each facet is covered on its own") {
  Tracking t;
  t.pushed(kAnn, away, at(0));
  CHECK(t.covered(kAnn, base::Facet::presence));
  CHECK_FALSE(t.covered(kAnn, base::Facet::status));
  t.queried(kAnn, base::Status{}, at(5));
  CHECK(t.covered(kAnn, base::Facet::status));
  CHECK(t.tracker.covered_counts()[base::Facet::presence] == 1);
  CHECK(t.tracker.covered_counts()[base::Facet::status] == 1);
}

TEST_CASE("nothing is interpreted on the way in; a flap within a millisecond is two transitions") {
  Tracking t;
  t.pushed(kAnn, active, at(0));
  t.pushed(kAnn, away, at(1));
  t.pushed(kAnn, active, at(1));
  const auto all = t.all(base::Facet::presence);
  REQUIRE(all.size() == 3);
  CHECK(all[1].at == at(1));
  CHECK(all[2].at == at(1));
}

TEST_CASE("after a restart a change is bounded by what the history was confirmed until") {
  history::PersonResume resume;
  resume.facets[base::Facet::presence] = {away, at(-60'000)};
  resume.facets[base::Facet::status] = {status("on leave"), at(-90'000)};
  resume.watched = true;
  Tracking t({{kAnn, resume}});
  CHECK_FALSE(t.covered(kAnn, base::Facet::presence));
  t.pushed(kAnn, active, at(0));
  t.queried(kAnn, status("back"), at(10));
  CHECK(t.last(base::Facet::presence).source == Source::resync);
  CHECK(t.last(base::Facet::presence).before == base::State{away});
  CHECK(t.last(base::Facet::presence).earliest == at(-60'000));
  CHECK(t.last(base::Facet::status).before == base::State{status("on leave")});
  CHECK(t.last(base::Facet::status).earliest == at(-90'000));
}

TEST_CASE("after a restart an equal state writes no transition") {
  history::PersonResume resume;
  resume.facets[base::Facet::presence] = {away, at(-60'000)};
  resume.watched = true;
  Tracking t({{kAnn, resume}});
  t.pushed(kAnn, away, at(0));
  CHECK(t.all(base::Facet::presence).empty());
  CHECK(t.all<CoverageOpened>().size() == 1);
}

TEST_CASE("no interval is negative and no bounds are crossed, whatever comes in whatever order") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    base::Random random(seed);
    Tracking t;
    std::int64_t now = 0;
    for (int i = 0; i < 200; ++i) {
      now += static_cast<std::int64_t>(random.below(3) * random.below(70'000));
      const auto state = random.below(2) == 0 ? active : away;
      const auto session = base::SessionNumber{static_cast<std::int64_t>(1 + random.below(2))};
      switch (random.below(6)) {
        case 0:
          t.pushed(kAnn, state, at(now), session);
          break;
        case 1:
          t.queried(kAnn, state, at(now), session);
          break;
        case 2:
          t.close(kAnn, at(now - static_cast<std::int64_t>(random.below(30'000))));
          break;
        case 3:
          t.pushed(kAnn, status("until", at(now + static_cast<std::int64_t>(random.below(90'000)))), at(now), session);
          break;
        case 4:
          t.expire(at(now), at(now));
          break;
        case 5:
          t.move(kAnn, history::Mode::subscribed, session);
          break;
      }
    }
    std::optional<base::WallTime> opened[2];
    base::WallTime newest[2]{};
    std::optional<base::State> states[2];
    const auto check_change = [&](const Transition& change) {
      const auto facet = static_cast<std::size_t>(change.facet());
      auto& known = states[facet];
      REQUIRE(opened[facet].has_value());
      REQUIRE(change.before == known);
      REQUIRE((!known || *known != change.after));
      REQUIRE(change.earliest <= change.at);
      REQUIRE(change.at >= newest[facet]);
      REQUIRE(change.before.has_value() == (change.source != Source::first));
      known = change.after;
      newest[facet] = change.at;
    };
    for (const history::Record& record : t.written) {
      if (const auto* open = std::get_if<CoverageOpened>(&record)) {
        const auto facet = static_cast<std::size_t>(open->facet);
        REQUIRE_FALSE(opened[facet].has_value());
        REQUIRE(open->at >= newest[facet]);
        opened[facet] = newest[facet] = open->at;
      } else if (const auto* close = std::get_if<CoverageClosed>(&record)) {
        const auto facet = static_cast<std::size_t>(close->facet);
        REQUIRE(opened[facet].has_value());
        REQUIRE(close->at >= newest[facet]);
        opened[facet].reset();
        newest[facet] = close->at;
      } else if (const auto* change = std::get_if<Transition>(&record)) {
        check_change(*change);
      }
    }
  }
}

TEST_CASE("a resync is bounded by the last confirmation, where that is later than what the coverage is proven for") {
  Tracking t;
  t.pushed(kAnn, status("lunch"), at(1'000));
  t.queried(kAnn, status("lunch"), at(6'000));  // of the Web API; the socket had died by then
  t.close(kAnn, at(5'000));
  t.pushed(kAnn, status("back"), at(9'000), kTwo);
  CHECK(t.last(base::Facet::status).earliest == at(6'000));
}
