// The checker of histories must be able to find fault: each rule is broken here on purpose.
#include "support/memory_history.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::engine::testing;
using namespace presenced::history;
using support::MemoryHistory;

namespace {

constexpr SessionNumber kOne{1};
constexpr SessionNumber kTwo{2};
constexpr WallTime at(std::int64_t ms) { return wall_from_unix_ms(1'000'000 + ms); }

CoverageOpened opened(std::int64_t when) { return {kAnn, presence, at(when), Mode::subscribed, kOne}; }
CoverageClosed closed(std::int64_t when) { return {kAnn, presence, at(when), EndReason::timeout}; }
Transition first(std::int64_t when) { return {kAnn, at(when), at(when), {}, away, Source::first, kOne}; }
Transition push(std::int64_t when) { return {kAnn, at(when), at(when), away, active, Source::push, kOne}; }

// A history in which Ann is watched, session 1 is live and 1000 s have passed; then these records.
MemoryHistory after(std::vector<Record> records) {
  MemoryHistory history;
  history.apply({"acme", BatchNumber{1}, at(0), {PersonWatched{kAnn, "", true}, SessionOpened{kOne, at(0)}}});
  history.apply({"acme", BatchNumber{2}, at(1'000'000), std::move(records)});
  return history;
}

bool breaks(const MemoryHistory& history, const std::string& rule) {
  const auto& all = history.violations();
  return std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.find(rule) != std::string::npos; });
}

}  // namespace

TEST_CASE("a proper history breaks no rule") {
  auto resync = push(30);
  resync.earliest = at(20);
  resync.source = Source::resync;
  const auto history = after({opened(1), first(1), closed(20), opened(30), resync});
  CHECK(history.violations().empty());
}

TEST_CASE("each broken rule is found") {
  const auto changed = [](Transition one, auto change) {
    change(one);
    return one;
  };
  const auto untold = changed(push(2), [](auto& one) { one.before = active; });
  const auto equal = changed(push(2), [](auto& one) { one.after = away; });
  const auto crossed = changed(push(2), [](auto& one) { one.earliest = at(3); });
  const auto blurred = changed(push(9), [](auto& one) { one.earliest = at(3); });
  const auto stranger = changed(push(2), [](auto& one) { one.session = kTwo; });
  const auto late_resync = changed(push(40), [](auto& one) { one.source = Source::resync; });
  const auto loose_resync = changed(push(30), [](auto& one) { one.source = Source::resync; });
  const Transition wide_audit{kAnn, at(40), at(19), active, away, Source::audit, kOne};
  const Transition wide_expiry{kAnn, at(40), at(-1), away, active, Source::expiry, kOne};
  const auto no_first = changed(first(1), [](auto& one) { one.source = Source::push; });
  const CoverageOpened unknown_session{kAnn, presence, at(1), Mode::subscribed, kTwo};
  const CoverageOpened unwatched{kBob, presence, at(1), Mode::subscribed, kOne};
  struct Row {
    const char* rule;
    std::vector<Record> records;
  };
  const Row rows[] = {
      {"`before` is what was known before", {opened(1), first(1), untold}},
      {"a transition changes something", {opened(1), first(1), equal}},
      {"bounds do not cross", {opened(1), first(1), crossed}},
      {"times of one person never go back", {opened(1), first(5), push(4)}},
      {"nothing is recorded ahead of time", {opened(1), first(1), push(2'000'000)}},
      {"nothing is recorded ahead of time", {opened(1), closed(2'000'000)}},
      {"nothing is recorded ahead of time", {SessionProven{kOne, at(2'000'000)}}},
      {"every transition lies within coverage", {first(1)}},
      {"every transition lies within coverage", {opened(1), first(1), closed(2), push(3)}},
      {"the session that covers a person is the one that tells", {opened(1), first(1), stranger}},
      {"what is seen live has one time", {opened(1), first(1), blurred}},
      {"a resync opens its coverage", {opened(1), first(1), closed(20), opened(30), late_resync}},
      {"a resync is bounded by the end", {opened(1), first(1), closed(20), opened(30), loose_resync}},
      {"an audit or expiry reaches back to what it ended", {opened(1), first(1), push(20), wide_audit}},
      {"an audit or expiry reaches back to what it ended", {opened(1), first(1), wide_expiry}},
      {"`first`, and only `first`", {opened(1), no_first}},
      {"coverage does not overlap", {opened(1), opened(2)}},
      {"coverage does not overlap", {opened(1), closed(20), opened(10)}},
      {"only a live session covers", {unknown_session}},
      {"only the watched are covered", {unwatched}},
      {"only the watched are covered", {opened(1), PersonWatched{kAnn, "", false}}},
      {"only open coverage moves", {CoverageMoved{kAnn, presence, kOne}}},
      {"only a live session covers", {opened(1), CoverageMoved{kAnn, presence, kTwo}}},
      {"only open coverage closes", {closed(1)}},
      {"no interval is negative", {opened(10), closed(5)}},
      {"no interval is negative", {SessionEnded{kOne, at(-5), EndReason::timeout}}},
      {"sessions are numbered without a gap", {SessionOpened{SessionNumber{5}, at(1)}}},
      {"a session becomes ready once", {SessionReady{kOne, at(1)}, SessionReady{kOne, at(1)}}},
      {"only a live session becomes ready", {SessionReady{kTwo, at(1)}}},
      {"only a live session is proven", {SessionProven{kTwo, at(1)}}},
      {"proof never goes back", {SessionProven{kOne, at(5)}, SessionProven{kOne, at(4)}}},
      {"a session ends once",
       {SessionEnded{kOne, at(1), EndReason::timeout}, SessionEnded{kOne, at(1), EndReason::timeout}}},
      {"no coverage outlives its session", {opened(1), SessionEnded{kOne, at(2), EndReason::timeout}}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    const auto history = after(row.records);
    CHECK(breaks(history, row.rule));
  }
}

TEST_CASE("a batch that is missing or told twice, and a mark of life that goes back, are found") {
  auto history = after({});
  history.apply({"acme", BatchNumber{4}, at(2'000'000), {}});
  CHECK(breaks(history, "batches are numbered without a gap"));
  CHECK_FALSE(breaks(history, "marks of life never go back"));
  history.apply({"acme", BatchNumber{5}, at(0), {}});
  CHECK(breaks(history, "marks of life never go back"));
}
