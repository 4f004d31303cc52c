// Two feeds that know the same people: whose report counts, and where the coverage of the one ends and that of the
// other begins.
#include "tracker/keeper.h"

#include <doctest/doctest.h>

#include "unit/tracker/tracking.h"

using namespace presenced::tracker::testing;
using namespace presenced;
using base::Facet;
using history::CoverageClosed;
using history::CoverageMoved;
using history::CoverageOpened;
using history::EndReason;
using history::Mode;
using history::Source;
using tracker::FeedId;
using tracker::How;

namespace {

constexpr FeedId kBest{0};
constexpr FeedId kPoll{1};  // presence alone

struct Keeping {
  Keeping() { keeper.watch(std::vector<watch::Person>{{kAnn, ""}, {kBob, ""}}); }

  template <class R>
  std::vector<R> all() const {
    std::vector<R> found;
    for (const history::Record& record : written)
      if (const R* one = std::get_if<R>(&record)) found.push_back(*one);
    return found;
  }

  history::Resume resume;
  tracker::HistoryClock clock{at(0)};
  tracker::Records written;
  tracker::Keeper keeper{{{history::FeedName::rtm, base::Facets::all()}, {history::FeedName::poll, {Facet::presence}}},
                         resume,
                         clock,
                         written};
  base::SessionNumber best = keeper.sessions().open(kBest, at(0));
  base::SessionNumber poll = keeper.sessions().open(kPoll, at(0));
};

}  // namespace

TEST_CASE("the report of a feed of worse rank is dropped while another one owns the facet") {
  Keeping k;
  k.keeper.observe(k.best, kAnn, active, How::pushed, at(10));
  k.keeper.observe(k.poll, kAnn, away, How::sampled, at(20));
  CHECK(k.all<history::Transition>().size() == 1);
  CHECK(k.all<CoverageOpened>().size() == 1);
  CHECK(k.keeper.covers(kBest, kAnn, Facet::presence));
  CHECK_FALSE(k.keeper.covers(kPoll, kAnn, Facet::presence));
}

TEST_CASE("a facet that nobody owns is taken by the first report") {
  Keeping k;
  k.keeper.observe(k.poll, kAnn, away, How::sampled, at(20));
  CHECK(k.keeper.covers(kPoll, kAnn, Facet::presence));
  CHECK(k.all<CoverageOpened>().back().mode == Mode::sampled);
}

TEST_CASE("a feed of better rank takes over: the samples end at the last one, and its coverage begins with its own") {
  Keeping k;
  k.keeper.observe(k.poll, kAnn, away, How::sampled, at(1'000));
  k.keeper.sessions().prove(k.poll, at(5'000));
  k.keeper.observe(k.best, kAnn, active, How::pushed, at(8'000));
  CHECK(k.keeper.take_restatements().size() == 1);  // because they contradict each other
  k.keeper.observe(k.best, kAnn, active, How::queried, at(9'000));
  REQUIRE(k.all<CoverageClosed>().size() == 1);
  CHECK(k.all<CoverageClosed>()[0].at == at(1'000));
  CHECK(k.all<CoverageClosed>()[0].reason == EndReason::polling_ended);
  CHECK(k.all<CoverageOpened>().back().at == at(9'000));
  CHECK(k.all<CoverageOpened>().back().session == k.best);
  const auto change = k.all<history::Transition>().back();
  CHECK(change.source == Source::resync);
  CHECK(change.earliest == at(1'000));
  CHECK(k.keeper.covers(kBest, kAnn, Facet::presence));
}

TEST_CASE(
    "a take-over in the same mode is no move: between the last sample of one and the first of the other is a gap") {
  Keeping k;
  k.keeper.observe(k.poll, kAnn, away, How::sampled, at(1'000));
  k.keeper.observe(k.best, kAnn, away, How::sampled, at(9'000));
  CHECK(k.all<CoverageMoved>().empty());
  REQUIRE(k.all<CoverageClosed>().size() == 1);
  CHECK(k.all<CoverageClosed>()[0].at == at(1'000));
  CHECK(k.all<CoverageOpened>().back().at == at(9'000));
}

TEST_CASE("subscribed coverage that is taken over ends at the proof of its own session") {
  Keeping k;
  k.keeper.observe(k.poll, kAnn, away, How::pushed, at(1'000));
  k.keeper.sessions().prove(k.poll, at(5'000));
  k.keeper.sessions().prove(k.best, at(8'000));
  k.keeper.observe(k.best, kAnn, away, How::pushed, at(9'000));
  CHECK(k.all<CoverageClosed>().back().at == at(5'000));
}

TEST_CASE("what is lost ends at the proof, and every feed of worse rank that supplies it is asked to restate it") {
  Keeping k;
  k.keeper.observe(k.best, kAnn, active, How::pushed, at(1'000));
  k.keeper.observe(k.best, kAnn, status("here"), How::queried, at(1'000));
  k.keeper.sessions().prove(k.best, at(5'000));
  k.keeper.lose(kBest, kAnn, Mode::subscribed, EndReason::peer_closed);
  REQUIRE(k.all<CoverageClosed>().size() == 2);
  for (const auto& closed : k.all<CoverageClosed>()) CHECK(closed.at == at(5'000));
  const auto asked = k.keeper.take_restatements();
  REQUIRE(asked.size() == 1);
  CHECK(asked[0].feed == kPoll);
  CHECK(asked[0].user == kAnn);
  CHECK(asked[0].facets == base::Facets{Facet::presence});
  CHECK(k.keeper.take_restatements().empty());

  k.keeper.observe(k.poll, kAnn, active, How::sampled, at(20'000));
  CHECK(k.all<CoverageOpened>().back().mode == Mode::sampled);
  CHECK(k.all<CoverageOpened>().back().at == at(20'000));
}

TEST_CASE("a feed of better rank is asked nothing when a worse one has lost somebody") {
  Keeping k;
  k.keeper.observe(k.poll, kAnn, active, How::sampled, at(1'000));
  k.keeper.lose(kPoll, kAnn, Mode::sampled, EndReason::timeout);
  CHECK(k.keeper.take_restatements().empty());
}

TEST_CASE("a feed loses and moves only what it owns") {
  Keeping k;
  k.keeper.observe(k.best, kAnn, active, How::sampled, at(1'000));
  k.keeper.lose(kPoll, kAnn, Mode::sampled, EndReason::timeout);
  k.keeper.lose(kPoll, kAnn, Facet::presence, EndReason::timeout);
  k.keeper.move(k.poll, kAnn, Mode::sampled);
  CHECK(k.all<CoverageClosed>().empty());
  CHECK(k.all<CoverageMoved>().empty());
  CHECK_FALSE(k.keeper.sampled_until(kPoll, kAnn, Facet::presence).has_value());
  CHECK(k.keeper.sampled_until(kBest, kAnn, Facet::presence) == at(1'000));
}

TEST_CASE("a feed is to supply only what its row says") {
  Keeping k;
  CHECK(k.keeper.tracks(kBest, kAnn, Facet::status));
  CHECK(k.keeper.tracks(kPoll, kAnn, Facet::presence));
  CHECK_FALSE(k.keeper.tracks(kPoll, kAnn, Facet::status));
  CHECK_FALSE(k.keeper.tracks(kBest, base::UserId{"U0STRANGER"}, Facet::presence));
}

TEST_CASE("who leaves the watchlist ceases to be covered at the proof of the session that covered them") {
  Keeping k;
  k.keeper.observe(k.best, kAnn, active, How::pushed, at(1'000));
  k.keeper.sessions().prove(k.best, at(5'000));
  k.keeper.sessions().prove(k.poll, at(6'000));
  k.keeper.watch(std::vector<watch::Person>{{kBob, ""}});
  CHECK(k.all<CoverageClosed>().back().at == at(5'000));
}

TEST_CASE("a session is recorded with its number, its proofs and its end") {
  Keeping k;
  CHECK(static_cast<std::int64_t>(k.poll) == static_cast<std::int64_t>(k.best) + 1);
  k.keeper.sessions().prove(k.best, at(2'000));
  CHECK_FALSE(k.keeper.sessions().proof_due());
  k.keeper.sessions().prove(k.best, at(4'000));
  CHECK(k.keeper.sessions().proof_due());
  k.keeper.sessions().record_proofs();
  CHECK_FALSE(k.keeper.sessions().proof_due());
  CHECK(k.all<history::SessionProven>().back().number == k.best);
  CHECK(k.all<history::SessionProven>().back().proven_at == at(4'000));
  k.keeper.sessions().record_proofs();
  CHECK(k.all<history::SessionProven>().size() == 3);  // two at the beginning
  k.keeper.sessions().end(k.best, at(6'000), EndReason::peer_closed);
  CHECK(k.all<history::SessionEnded>().back().ended_at == at(6'000));
  k.keeper.sessions().record_proofs();
  CHECK(k.all<history::SessionProven>().size() == 3);
}

TEST_CASE("a report that contradicts another feed's counts only after its feed was asked to restate") {
  Keeping k;
  k.keeper.observe(k.poll, kAnn, away, How::sampled, at(1'000));
  k.keeper.observe(k.best, kAnn, active, How::pushed, at(2'000));  // may have been under way for long
  CHECK(k.keeper.covers(kPoll, kAnn, Facet::presence));
  CHECK(k.keeper.contradicts(kBest, kAnn, active));
  CHECK_FALSE(k.keeper.contradicts(kBest, kAnn, away));
  CHECK_FALSE(k.keeper.contradicts(kPoll, kAnn, active));
  const auto asked = k.keeper.take_restatements();
  REQUIRE(asked.size() == 1);
  CHECK(asked[0].feed == kBest);
  k.keeper.observe(k.best, kAnn, active, How::replayed, at(3'000), at(2'000));
  CHECK(k.keeper.covers(kBest, kAnn, Facet::presence));
  CHECK(k.all<history::Transition>().back().after == base::State{active});
}

TEST_CASE("it is asked again once the other feed has reported since") {
  Keeping k;
  k.keeper.observe(k.poll, kAnn, away, How::sampled, at(1'000));
  k.keeper.observe(k.best, kAnn, active, How::pushed, at(2'000));
  CHECK(k.keeper.take_restatements().size() == 1);
  k.keeper.observe(k.poll, kAnn, away, How::sampled, at(2'500));
  k.keeper.observe(k.best, kAnn, active, How::replayed, at(3'000), at(2'000));
  CHECK(k.keeper.covers(kPoll, kAnn, Facet::presence));
  CHECK(k.keeper.take_restatements().size() == 1);
}

TEST_CASE("after a loss the next feed may contradict what the lost one reported") {
  Keeping k;
  k.keeper.observe(k.best, kAnn, active, How::pushed, at(1'000));
  k.keeper.lose(kBest, kAnn, Mode::subscribed, EndReason::peer_closed);
  k.keeper.observe(k.poll, kAnn, away, How::sampled, at(2'000));  // it has not been asked yet
  CHECK_FALSE(k.keeper.covers(kPoll, kAnn, Facet::presence));
  CHECK_FALSE(k.keeper.take_restatements().empty());
  k.keeper.observe(k.poll, kAnn, away, How::sampled, at(3'000));
  CHECK(k.keeper.covers(kPoll, kAnn, Facet::presence));
}

TEST_CASE("a purge forgets who reported what") {
  Keeping k;
  k.keeper.observe(k.poll, kAnn, away, How::sampled, at(1'000));
  k.keeper.purge(kAnn, false);
  k.keeper.observe(k.best, kAnn, active, How::pushed, at(2'000));
  CHECK(k.keeper.covers(kBest, kAnn, Facet::presence));
  CHECK(k.all<history::Transition>().back().source == Source::first);
}
