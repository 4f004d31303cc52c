// The rules of an honest history, as far as the tracker keeps them.
#include <doctest/doctest.h>

#include "base/random.h"
#include "unit/tracker/tracking.h"

using namespace presenced::tracker::testing;
using namespace presenced;
using history::CoverageClosed;
using history::CoverageOpened;
using history::PresenceTransition;
using history::Source;
using history::StatusTransition;

TEST_CASE("every transition is written once; a repeat is not a transition") {
  Tracking t;
  t.told(kAnn, away, at(0));
  t.told(kAnn, active, at(10));
  t.told(kAnn, active, at(20));
  t.answered(kAnn, active, at(30));
  CHECK(t.all<PresenceTransition>().size() == 2);
}

TEST_CASE("Slack sends each status change twice") {
  Tracking t;
  t.answered(kAnn, status("in a train"), at(0));
  t.told(kAnn, status("at home"), at(10));
  t.told(kAnn, status("at home"), at(10));
  CHECK(t.all<StatusTransition>().size() == 2);
}

TEST_CASE("a status differs when text, emoji or expiry differs") {
  Tracking t;
  const base::Status states[] = {{"a", ":x:", {}}, {"b", ":x:", {}}, {"b", ":y:", {}}, {"b", ":y:", at(5'000'000)}, {}};
  for (const base::Status& state : states) t.told(kAnn, state, at(0));
  const auto transitions = t.all<StatusTransition>();
  REQUIRE(transitions.size() == 5);
  for (std::size_t i = 1; i < 5; ++i) {
    CHECK(transitions[i].before == states[i - 1]);
    CHECK(transitions[i].after == states[i]);
  }
}

TEST_CASE("a transition says how well its time is known; live, the two bounds are equal") {
  Tracking t;
  t.told(kAnn, away, at(0));
  t.told(kAnn, active, at(1'000));
  CHECK(t.last<PresenceTransition>().at == at(1'000));
  CHECK(t.last<PresenceTransition>().earliest == at(1'000));
}

TEST_CASE("after a gap the bounds enclose the change") {
  Tracking t;
  t.told(kAnn, away, at(0));
  t.close(kAnn, at(500));
  t.told(kAnn, active, at(9'000));
  CHECK(t.last<PresenceTransition>().at == at(9'000));
  CHECK(t.last<PresenceTransition>().earliest == at(500));
}

TEST_CASE("first: the first observation ever has no `before`") {
  Tracking t;
  t.answered(kAnn, away, at(7));
  const auto first = t.last<PresenceTransition>();
  CHECK(first.source == Source::first);
  CHECK_FALSE(first.before.has_value());
  CHECK(first.after == away);
  CHECK(first.at == at(7));
  CHECK(first.earliest == at(7));
  CHECK(first.session == kOne);
}

TEST_CASE("first: every later observation has a `before`, which is the `after` of the one before it") {
  Tracking t;
  t.told(kAnn, away, at(0));
  t.told(kAnn, active, at(1));
  t.told(kAnn, away, at(2));
  const auto all = t.all<PresenceTransition>();
  REQUIRE(all.size() == 3);
  CHECK(all[1].before == away);
  CHECK(all[2].before == active);
}

TEST_CASE("push: what is told while covered is live") {
  Tracking t;
  t.told(kAnn, away, at(0));
  t.told(kAnn, active, at(1));
  CHECK(t.last<PresenceTransition>().source == Source::push);
}

TEST_CASE("resync: a state that differs after a gap was not seen changing, told or asked") {
  Tracking told;
  told.told(kAnn, away, at(0));
  told.close(kAnn, at(1));
  told.told(kAnn, active, at(2), kTwo);
  CHECK(told.last<PresenceTransition>().source == Source::resync);
  CHECK(told.last<PresenceTransition>().session == kTwo);

  Tracking asked;
  asked.answered(kAnn, status("a"), at(0));
  asked.close(kAnn, at(1));
  asked.answered(kAnn, status("b"), at(2), kTwo);
  CHECK(asked.last<StatusTransition>().source == Source::resync);
  CHECK(asked.last<StatusTransition>().earliest == at(1));
}

TEST_CASE("audit: a query found a change that no event had told") {
  Tracking t;
  t.told(kAnn, away, at(0));
  t.answered(kAnn, away, at(1'000));  // confirmed once more
  t.answered(kAnn, active, at(5'000));
  const auto found = t.last<PresenceTransition>();
  CHECK(found.source == Source::audit);
  CHECK(found.at == at(5'000));
  CHECK(found.earliest == at(1'000));
}

TEST_CASE("an equal state after a gap is no continuity, and the gap stays visible") {
  Tracking t;
  t.told(kAnn, away, at(0));
  t.close(kAnn, at(100));
  t.told(kAnn, away, at(5'000), kTwo);
  CHECK(t.all<PresenceTransition>().size() == 1);
  const auto opened = t.all<CoverageOpened>();
  const auto closed = t.all<CoverageClosed>();
  REQUIRE(opened.size() == 2);
  REQUIRE(closed.size() == 1);
  CHECK(closed[0].at == at(100));
  CHECK(opened[1].at == at(5'000));
}

TEST_CASE("after two gaps a change is bounded by the end of the later coverage") {
  Tracking t;
  t.told(kAnn, away, at(0));
  t.close(kAnn, at(100));
  t.told(kAnn, away, at(5'000));
  t.close(kAnn, at(6'000));
  t.told(kAnn, active, at(9'000));
  CHECK(t.last<PresenceTransition>().earliest == at(6'000));
}

TEST_CASE("each facet is covered on its own") {
  Tracking t;
  t.told(kAnn, away, at(0));
  CHECK(t.tracker.covered(kAnn, base::Facet::presence));
  CHECK_FALSE(t.tracker.covered(kAnn, base::Facet::status));
  t.answered(kAnn, base::Status{}, at(5));
  CHECK(t.tracker.covered(kAnn, base::Facet::status));
  CHECK(t.tracker.covered_count(base::Facet::presence) == 1);
  CHECK(t.tracker.covered_count(base::Facet::status) == 1);
}

TEST_CASE("nothing is interpreted on the way in; a flap within a millisecond is two transitions") {
  Tracking t;
  t.told(kAnn, active, at(0));
  t.told(kAnn, away, at(1));
  t.told(kAnn, active, at(1));
  const auto all = t.all<PresenceTransition>();
  REQUIRE(all.size() == 3);
  CHECK(all[1].at == at(1));
  CHECK(all[2].at == at(1));
}

TEST_CASE("after a restart a change is bounded by what the history was confirmed until") {
  history::PersonResume resume;
  resume.presence = {away, at(-60'000)};
  resume.status = {status("on leave"), at(-90'000)};
  resume.watched = true;
  Tracking t({{kAnn, resume}});
  CHECK_FALSE(t.tracker.covered(kAnn, base::Facet::presence));
  t.told(kAnn, active, at(0));
  t.answered(kAnn, status("back"), at(10));
  CHECK(t.last<PresenceTransition>().source == Source::resync);
  CHECK(t.last<PresenceTransition>().before == away);
  CHECK(t.last<PresenceTransition>().earliest == at(-60'000));
  CHECK(t.last<StatusTransition>().before == status("on leave"));
  CHECK(t.last<StatusTransition>().earliest == at(-90'000));
}

TEST_CASE("after a restart an equal state writes no transition") {
  history::PersonResume resume;
  resume.presence = {away, at(-60'000)};
  resume.watched = true;
  Tracking t({{kAnn, resume}});
  t.told(kAnn, away, at(0));
  CHECK(t.all<PresenceTransition>().empty());
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
          t.told(kAnn, state, at(now), session);
          break;
        case 1:
          t.answered(kAnn, state, at(now), session);
          break;
        case 2:
          t.close(kAnn, at(now - static_cast<std::int64_t>(random.below(30'000))));
          break;
        case 3:
          t.told(kAnn, status("until", at(now + static_cast<std::int64_t>(random.below(90'000)))), at(now), session);
          break;
        case 4:
          t.expire(at(now), at(now));
          break;
        case 5:
          t.tracker.move(kAnn, history::Mode::subscribed, session, t.written);
          break;
      }
    }
    std::optional<base::WallTime> opened[2];
    base::WallTime newest[2]{};
    std::optional<base::Presence> presence;
    std::optional<base::Status> said;
    const auto check_change = [&](const auto& change, std::size_t facet, auto& known) {
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
      } else if (const auto* change = std::get_if<PresenceTransition>(&record)) {
        check_change(*change, 0, presence);
      } else if (const auto* other = std::get_if<StatusTransition>(&record)) {
        check_change(*other, 1, said);
      }
    }
  }
}

TEST_CASE("what is only recalled after a gap confirms nothing: an audit's bounds reach back to Slack's last word") {
  Tracking t;
  t.told(kAnn, active, at(1'000));
  t.close(kAnn, at(5'000), history::EndReason::store_error);
  t.recalled(kAnn, active, at(9'000), at(1'000));  // the same socket, still live
  t.answered(kAnn, away, at(20'000));
  const auto found = t.last<history::PresenceTransition>();
  CHECK(found.source == Source::audit);
  CHECK(found.earliest == at(1'000));
  CHECK(found.at == at(20'000));
}

TEST_CASE("a resync is bounded by the last confirmation, where that is later than what the coverage is proven for") {
  Tracking t;
  t.told(kAnn, status("lunch"), at(1'000));
  t.answered(kAnn, status("lunch"), at(6'000));  // of the Web API; the socket had died by then
  t.close(kAnn, at(5'000));
  t.told(kAnn, status("back"), at(9'000), kTwo);
  CHECK(t.last<history::StatusTransition>().earliest == at(6'000));
}

TEST_CASE("what another socket said within a gap, and only then could be told, is confirmed for when it was said") {
  Tracking t;
  t.told(kAnn, active, at(1'000));
  t.close(kAnn, at(5'000));
  t.recalled(kAnn, active, at(9'000), at(6'000), kTwo);
  t.answered(kAnn, away, at(20'000), kTwo);
  CHECK(t.last<history::PresenceTransition>().earliest == at(6'000));
}

TEST_CASE("news that is only recalled is confirmed for when it was said, and not before it was news") {
  for (const auto& [said, earliest] : {std::pair{7'000, 7'000}, std::pair{3'000, 5'000}}) {
    Tracking t;
    t.told(kAnn, active, at(1'000));
    t.close(kAnn, at(5'000), history::EndReason::store_error);
    t.recalled(kAnn, away, at(9'000), at(said));  // while nothing could be recorded; then Slack lost the change back
    t.answered(kAnn, active, at(20'000));
    const auto found = t.last<history::PresenceTransition>();
    CHECK(found.source == Source::audit);
    CHECK(found.earliest == at(earliest));
  }
}

TEST_CASE("what is recalled as the first that is known of somebody was so when Slack said it") {
  Tracking t;
  t.recalled(kAnn, away, at(9'000), at(7'000));
  t.answered(kAnn, active, at(20'000));
  CHECK(t.last<history::PresenceTransition>().earliest == at(7'000));
}
