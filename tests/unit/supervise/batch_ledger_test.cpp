#include "supervise/batch_ledger.h"

#include <doctest/doctest.h>

using namespace presenced;
using namespace presenced::history;
using base::BatchNumber;
using base::Facet;
using supervise::BatchLedger;

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
  BatchLedger ledger;
  ledger.handed_over(batch(7, {presence(Source::push), presence(Source::push), SessionReady{}}));
  ledger.handed_over(batch(8, {status(Source::expiry), SessionEnded{{}, {}, EndReason::timeout}}));
  CHECK(ledger.figures("acme").transitions(Facet::presence, Source::push) == 0);
  ledger.committed("acme", BatchNumber{7});
  CHECK(ledger.figures("acme").transitions(Facet::presence, Source::push) == 2);
  CHECK(ledger.figures("acme").sessions_ended(EndReason::timeout) == 0);
  ledger.committed("acme", BatchNumber{9});
  ledger.committed("acme", BatchNumber{9});
  CHECK(ledger.figures("acme").transitions(Facet::presence, Source::push) == 2);
  CHECK(ledger.figures("acme").transitions(Facet::status, Source::expiry) == 1);
  CHECK(ledger.figures("acme").sessions_ended(EndReason::timeout) == 1);
}

TEST_CASE("workspaces are counted apart, and one of which nothing is known counts zero") {
  BatchLedger ledger;
  ledger.handed_over(batch(1, {presence(Source::first)}));
  ledger.committed("beta", BatchNumber{1});
  CHECK(ledger.figures("acme").transitions(Facet::presence, Source::first) == 0);
  CHECK(ledger.figures("beta").transitions(Facet::presence, Source::first) == 0);
  CHECK(ledger.figures("gamma").name == "gamma");
  ledger.committed("acme", BatchNumber{1});
  CHECK(ledger.figures("acme").transitions(Facet::presence, Source::first) == 1);
}

TEST_CASE("a workspace is settled when its last batch is committed, whatever was in it") {
  BatchLedger ledger;
  CHECK(ledger.settled("acme"));
  ledger.handed_over(batch(1, {}));
  ledger.handed_over(batch(2, {presence(Source::push)}));
  CHECK_FALSE(ledger.settled("acme"));
  CHECK(ledger.settled("beta"));
  ledger.committed("acme", BatchNumber{1});
  CHECK_FALSE(ledger.settled("acme"));
  ledger.committed("acme", BatchNumber{2});
  CHECK(ledger.settled("acme"));
}
