// The watchlist as the tracker sees it: who enters, leaves, is labelled anew or followed for something else.
#include <doctest/doctest.h>

#include "unit/tracker/tracking.h"

using namespace presenced::tracker::testing;
using namespace presenced;
using history::CoverageClosed;
using history::EndReason;
using history::PersonWatched;

namespace {

constexpr base::Facets kPresenceOnly{base::Facet::presence};
constexpr base::Facets kStatusOnly{base::Facet::status};

}  // namespace

TEST_CASE("who enters the watchlist is recorded with the label it gives") {
  Tracking t;
  t.watch({{kAnn, ""}, {kBob, ""}, {base::UserId{"U0CYD"}, "Cyd"}});
  REQUIRE(t.written.size() == 1);
  const auto entered = std::get<PersonWatched>(t.written[0]);
  CHECK(entered.user.text == "U0CYD");
  CHECK(entered.label == "Cyd");
  CHECK(entered.watched);
}

TEST_CASE("the same watchlist again writes nothing") {
  Tracking t;
  t.watch({{kBob, ""}, {kAnn, ""}});
  CHECK(t.written.empty());
}

TEST_CASE("the same watchlist after a restart writes nothing") {
  history::PersonResume known;
  known.label = "Ann";
  known.watched = true;
  tracker::Tracker tracker({{kAnn, known}});
  tracker::Records written;
  const std::vector<watch::Person> people{{.id = kAnn, .label = "Ann"}};
  tracker.watch(
      people, [](const base::UserId&, base::Facet) { return at(0); }, written);
  CHECK(written.empty());
}

TEST_CASE("who left the watchlist while the daemon was down is recorded as left") {
  history::PersonResume known;
  known.watched = true;
  tracker::Tracker tracker({{kAnn, known}});
  tracker::Records written;
  tracker.watch(
      {}, [](const base::UserId&, base::Facet) { return at(0); }, written);
  REQUIRE(written.size() == 1);
  CHECK_FALSE(std::get<PersonWatched>(written[0]).watched);
}

TEST_CASE("a new label is recorded and touches no coverage") {
  Tracking t;
  t.pushed(kAnn, active, at(0));
  t.written.clear();
  t.watch({{kAnn, "Ann"}, {kBob, ""}});
  REQUIRE(t.written.size() == 1);
  CHECK(std::get<PersonWatched>(t.written[0]).label == "Ann");
  CHECK(t.covered(kAnn, base::Facet::presence));
}

TEST_CASE("who leaves ceases to be covered, as unwatched, at the proven moment") {
  Tracking t;
  t.pushed(kAnn, active, at(0));
  t.queried(kAnn, base::Status{}, at(0));
  t.written.clear();
  t.watch({{kBob, ""}}, at(8'000));
  const auto closed = t.all<CoverageClosed>();
  REQUIRE(closed.size() == 2);
  for (const auto& one : closed) {
    CHECK(one.reason == EndReason::unwatched);
    CHECK(one.at == at(8'000));
  }
  REQUIRE(t.all<PersonWatched>().size() == 1);
  CHECK_FALSE(t.last<PersonWatched>().watched);
  CHECK_FALSE(t.tracker.tracks(kAnn, base::Facet::presence));
}

TEST_CASE("what is said of somebody who is not watched is passed over") {
  Tracking t;
  t.watch({{kBob, ""}});
  t.written.clear();
  t.pushed(kAnn, active, at(0));
  t.pushed(base::UserId{"U0STRANGER"}, active, at(0));
  t.queried(kAnn, status("x", at(1)), at(0));
  t.expire(at(1'000'000), at(1'000'000));
  CHECK(t.written.empty());
  CHECK(t.known(base::UserId{"U0STRANGER"}, base::Facet::presence) == nullptr);
}

TEST_CASE("who comes back goes on with what was known, with the gap between") {
  Tracking t;
  t.pushed(kAnn, active, at(0));
  t.watch({{kBob, ""}}, at(1'000));
  t.watch({{kAnn, ""}, {kBob, ""}}, at(2'000));
  t.pushed(kAnn, away, at(9'000));
  const auto change = t.last(base::Facet::presence);
  CHECK(change.source == history::Source::resync);
  CHECK(change.before == base::State{active});
  CHECK(change.earliest == at(1'000));
}

TEST_CASE("a facet that is no longer tracked ceases to be covered, the other goes on") {
  Tracking t;
  t.pushed(kAnn, active, at(0));
  t.queried(kAnn, base::Status{}, at(0));
  t.written.clear();
  t.watch({{kAnn, "", kPresenceOnly}, {kBob, ""}}, at(4'000));
  REQUIRE(t.written.size() == 1);
  CHECK(t.last<CoverageClosed>().facet == base::Facet::status);
  CHECK(t.last<CoverageClosed>().reason == EndReason::unwatched);
  CHECK(t.covered(kAnn, base::Facet::presence));
  t.pushed(kAnn, status("unseen"), at(5'000));
  CHECK(t.all(base::Facet::status).empty());

  t.written.clear();
  t.watch({{kAnn, "", kStatusOnly}, {kBob, ""}}, at(6'000));
  CHECK(t.last<CoverageClosed>().facet == base::Facet::presence);
  CHECK(t.tracker.tracks(kAnn, base::Facet::status));
  CHECK_FALSE(t.tracker.tracks(kAnn, base::Facet::presence));
}

TEST_CASE("what is known can be asked for") {
  Tracking t;
  CHECK(t.known(kAnn, base::Facet::presence) == nullptr);
  CHECK(t.known(kAnn, base::Facet::status) == nullptr);
  t.pushed(kAnn, active, at(0));
  t.queried(kAnn, status("here"), at(0));
  REQUIRE(t.known(kAnn, base::Facet::presence) != nullptr);
  CHECK(*t.known(kAnn, base::Facet::presence) == base::State{active});
  REQUIRE(t.known(kAnn, base::Facet::status) != nullptr);
  CHECK(*t.known(kAnn, base::Facet::status) == base::State{status("here")});
}
