// Sampled coverage: what of it a crash leaves.
#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

using base::Facet;
using base::Presence;
using history::Mode;

TEST_CASE("After a crash sampled coverage ends at the last whole round, or at the person's last change after it") {
  const TemporaryFolder folder;
  {
    const auto crashed = open(folder / "h.db", 1000);
    Script script;
    script.session(1, 1000).session(2, 1000).proven(1, 7900).proven(2, 7900);
    const auto sample = [&](const char* user, std::int64_t from, std::int64_t session, Facet facet = Facet::presence) {
      script.cover(user, from, session, facet, Mode::sampled);
    };
    sample("U1", 1000, 1);                                           // quiet: up to the round
    sample("U2", 1000, 1), script.turn("U2", 6500, Presence::away);  // changed after the round began
    sample("U3", 1000, 1), script.turn("U3", 2000, Presence::away);  // changed before it
    sample("U4", 5500, 1);                                           // began after it, nothing seen since
    sample("U5", 5500, 1), script.turn("U5", 6000, Presence::away);  // the same, but seen once more
    sample("U6", 1000, 2), script.turn("U6", 1000, Presence::away);  // its session had no whole round
    sample("U7", 1000, 2), script.turn("U7", 3000, Presence::away);  // the same, but seen once more
    script.cover("U8", 1000, 1);                                     // subscribed: as ever
    sample("U9", 1000, 1, Facet::status);                            // the facets are apart
    script.turn("U9", 7000, Presence::away);
    sample("U10", 1000, 1, Facet::status);
    script.status("U10", 6000, base::Status{}, {"x", "", std::nullopt});
    script.record(history::SessionSampled{base::SessionNumber{1}, at(5000)});
    script.record(history::SessionSampled{base::SessionNumber{1}, at(4000)});  // never goes back
    commit(*crashed, script.batch(8000));
  }
  const auto next = open(folder / "h.db", 20'000);
  CHECK(next->opening().spans_closed == 10);
  CHECK(rows(folder / "h.db", "SELECT user_id, started_at, ended_at, mode, end_reason FROM coverage ORDER BY 1") ==
        Lines{"U1|1000|5000|sampled|crash", "U2|1000|6500|sampled|crash", "U3|1000|5000|sampled|crash",
              "U5|5500|6000|sampled|crash", "U7|1000|3000|sampled|crash", "U8|1000|7900|subscribed|crash"});
  CHECK(
      rows(folder / "h.db", "SELECT user_id, started_at, ended_at, mode, end_reason FROM status_coverage ORDER BY 1") ==
      Lines{"U10|1000|6000|sampled|crash", "U9|1000|5000|sampled|crash"});
}

TEST_CASE("A round that began after the last mark of life proves no more than the mark does") {
  const TemporaryFolder folder;
  {
    const auto crashed = open(folder / "h.db", 1000);
    Script script;
    script.session(1, 1000).cover("U1", 1000, 1, Facet::presence, Mode::sampled);
    script.record(history::SessionSampled{base::SessionNumber{1}, at(9000)});
    commit(*crashed, script.batch(8000));
  }
  CHECK(base::unix_ms(open(folder / "h.db", 8500)->resume("acme").value().recorded_until) == 9000);
  CHECK(rows(folder / "h.db", "SELECT started_at, ended_at FROM coverage") == Lines{"1000|8000"});
}

}  // namespace
}  // namespace presenced::store::test
