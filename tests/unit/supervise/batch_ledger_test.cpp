#include "supervise/batch_ledger.h"

#include <doctest/doctest.h>

using namespace presenced;
using namespace presenced::history;
using base::BatchNumber;
using base::Facet;
using supervise::BatchLedger;
using supervise::commits_of;

namespace {

Batch batch(std::int64_t number, std::vector<Record> records, std::string workspace = "acme") {
  return {std::move(workspace), BatchNumber{number}, {}, std::move(records)};
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

void commit(BatchLedger& ledger, const std::vector<Batch>& group) {
  for (const auto& [workspace, one] : commits_of(group)) ledger.committed(workspace, one);
}

}  // namespace

TEST_CASE("transitions and ends of sessions count when they are committed") {
  BatchLedger ledger;
  CHECK(ledger.counts("acme").transitions(Facet::presence, Source::push) == 0);
  commit(ledger, {batch(7, {presence(Source::push), presence(Source::push), SessionReady{}})});
  CHECK(ledger.counts("acme").transitions(Facet::presence, Source::push) == 2);
  CHECK(ledger.counts("acme").sessions_ended(EndReason::timeout) == 0);
  commit(ledger, {batch(8, {status(Source::expiry), SessionEnded{{}, {}, EndReason::timeout}}),
                  batch(9, {presence(Source::push)})});
  CHECK(ledger.counts("acme").transitions(Facet::presence, Source::push) == 3);
  CHECK(ledger.counts("acme").transitions(Facet::status, Source::expiry) == 1);
  CHECK(ledger.counts("acme").sessions_ended(EndReason::timeout) == 1);
}

TEST_CASE("workspaces that are committed together are counted apart") {
  BatchLedger ledger;
  commit(ledger, {batch(1, {presence(Source::first)}), batch(4, {presence(Source::push)}, "beta")});
  CHECK(ledger.counts("acme").transitions(Facet::presence, Source::first) == 1);
  CHECK(ledger.counts("beta").transitions(Facet::presence, Source::first) == 0);
  CHECK(ledger.counts("beta").transitions(Facet::presence, Source::push) == 1);
}

TEST_CASE("a workspace is settled when its last batch is committed, whatever was in it") {
  BatchLedger ledger;
  CHECK(ledger.settled("acme"));
  ledger.handed_over(batch(1, {}));
  ledger.handed_over(batch(2, {presence(Source::push)}));
  CHECK_FALSE(ledger.settled("acme"));
  CHECK(ledger.settled("beta"));
  commit(ledger, {batch(1, {})});
  CHECK_FALSE(ledger.settled("acme"));
  commit(ledger, {batch(2, {presence(Source::push)})});
  CHECK(ledger.settled("acme"));
}
