#include "supervise/tally.h"

#include <doctest/doctest.h>

using namespace presenced;
using namespace presenced::history;
using base::BatchNumber;
using base::Facet;
using supervise::Tally;

namespace {

Batch batch(std::int64_t number, std::vector<Record> records) {
  return {"acme", BatchNumber{number}, {}, std::move(records)};
}

Transition presence(Source source) {
  Transition transition;
  transition.source = source;
  return transition;
}

Transition status(Source source) {
  Transition transition;
  transition.after = base::Status{};
  transition.source = source;
  return transition;
}

}  // namespace

TEST_CASE("what has been handed over counts when it is committed, each once") {
  Tally tally;
  tally.handed_over(batch(7, {presence(Source::push), presence(Source::push), SessionReady{}}));
  tally.handed_over(batch(8, {status(Source::expiry), SessionEnded{{}, {}, EndReason::timeout}}));
  CHECK(tally.figures("acme").transitions(Facet::presence, Source::push) == 0);
  tally.committed("acme", BatchNumber{7});
  CHECK(tally.figures("acme").transitions(Facet::presence, Source::push) == 2);
  CHECK(tally.figures("acme").sessions_ended(EndReason::timeout) == 0);
  tally.committed("acme", BatchNumber{9});
  tally.committed("acme", BatchNumber{9});
  CHECK(tally.figures("acme").transitions(Facet::presence, Source::push) == 2);
  CHECK(tally.figures("acme").transitions(Facet::status, Source::expiry) == 1);
  CHECK(tally.figures("acme").sessions_ended(EndReason::timeout) == 1);
}

TEST_CASE("workspaces are counted apart, and one of which nothing is known counts zero") {
  Tally tally;
  tally.handed_over(batch(1, {presence(Source::first)}));
  tally.committed("beta", BatchNumber{1});
  CHECK(tally.figures("acme").transitions(Facet::presence, Source::first) == 0);
  CHECK(tally.figures("beta").transitions(Facet::presence, Source::first) == 0);
  CHECK(tally.figures("gamma").name == "gamma");
  tally.committed("acme", BatchNumber{1});
  CHECK(tally.figures("acme").transitions(Facet::presence, Source::first) == 1);
}
