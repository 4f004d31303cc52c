// The view `presence_now`.
#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

using base::Presence;
using history::Source;

Lines presence_now(const TemporaryFolder& folder) {
  return rows(folder / "h.db",
              "SELECT workspace, user_id, presence, since, certainty FROM presence_now ORDER BY workspace, user_id");
}

TEST_CASE("Everybody who is watched has one row, and what is not covered is unknown") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script acme;
  for (const char* user : {"U1", "U2", "U3", "U4"}) acme.watched(user, "");
  acme.watched("U5", "", false).session(1, 900);
  acme.cover("U1", 1000).first("U1", 1000, Presence::active).turn("U1", 1500, Presence::away);
  acme.cover("U2", 1000).first("U2", 1000, Presence::active).uncover("U2", 1700);
  acme.cover("U3", 1000);
  acme.cover("U5", 1000).first("U5", 1000, Presence::active);
  commit(*database, acme.batch(2000));
  commit(*database, Script("beta")
                        .watched("U1", "")
                        .session(1, 900)
                        .cover("U1", 1000)
                        .first("U1", 1000, Presence::active)
                        .batch(2000));
  CHECK(presence_now(folder) == Lines{"acme|U1|away|1500|exact", "acme|U2|unknown|1700|unknown",
                                      "acme|U3|unknown|-|unknown", "acme|U4|unknown|-|unknown",
                                      "beta|U1|active|1000|at_latest"});
}

TEST_CASE("A state goes on over spans that touch, and begins anew after a gap") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script acme;
  acme.watched("U1", "").watched("U2", "").session(1, 900);
  acme.cover("U1", 1000).first("U1", 1000, Presence::away).turn("U1", 1200, Presence::active).uncover("U1", 1500);
  acme.cover("U1", 1500).uncover("U1", 1600).cover("U1", 1600);
  acme.cover("U2", 1000).first("U2", 1000, Presence::active).uncover("U2", 1500).cover("U2", 1600);
  commit(*database, acme.batch(2000));
  CHECK(presence_now(folder) == Lines{"acme|U1|active|1200|exact", "acme|U2|active|1600|at_latest"});
}

TEST_CASE("A change that was found after a gap lies between two moments") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script acme;
  acme.watched("U1", "").session(1, 900);
  acme.cover("U1", 1000).first("U1", 1000, Presence::active).uncover("U1", 1500);
  acme.cover("U1", 1800).turn("U1", 1800, Presence::away, Source::resync, 1500);
  commit(*database, acme.batch(2000));
  CHECK(presence_now(folder) == Lines{"acme|U1|away|1800|between"});
}

TEST_CASE("Of several changes within a millisecond the last counts, and an equal state before them goes on") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script acme;
  acme.watched("U1", "").session(1, 900).cover("U1", 1000).first("U1", 1000, Presence::active);
  acme.turn("U1", 1500, Presence::away).turn("U1", 1500, Presence::active);
  commit(*database, acme.batch(2000));
  CHECK(presence_now(folder) == Lines{"acme|U1|active|1000|at_latest"});
}

TEST_CASE("The status stands beside the presence while it is covered") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script acme;
  acme.watched("U1", "Kim").watched("U2", "").session(1, 900);
  for (const char* user : {"U1", "U2"})
    acme.cover(user, 1000, 1, base::Facet::status).status(user, 1000, {}, {"lunch", ":pizza:", {}}, Source::first);
  acme.uncover("U2", 1500, history::EndReason::peer_closed, base::Facet::status);
  commit(*database, acme.batch(2000));
  CHECK(rows(folder / "h.db", "SELECT name, presence, status_text, status_emoji FROM presence_now ORDER BY user_id") ==
        Lines{"Kim|unknown|lunch|:pizza:", "|unknown|-|-"});
}

TEST_CASE("presence_now looks at the newest rows of a person alone") {
  const TemporaryFolder folder;
  open(folder / "h.db");
  for (const std::string& step : rows(folder / "h.db", "EXPLAIN QUERY PLAN SELECT * FROM presence_now"))
    CHECK_MESSAGE((step.find("SCAN presence_transition") == std::string::npos &&
                   step.find("SCAN status_transition") == std::string::npos &&
                   step.find("SCAN b") == std::string::npos && step.find("SCAN coverage_span") == std::string::npos),
                  step);
}

}  // namespace
}  // namespace presenced::store::test
