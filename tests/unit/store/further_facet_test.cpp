// A facet that this program does not have, added as a row of the table: whatever loops over the table covers it.
#include <fmt/format.h>

#include <array>

#include "store/extract.h"
#include "store/misdated.h"
#include "store/purge.h"
#include "store/recovery.h"
#include "store/retention.h"
#include "store/schema.h"
#include "store/verify.h"
#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

using base::Presence;
using base::UserId;

constexpr std::array<StateColumn, 1> kMoodColumns{{{"mood", "t.after"}}};

// Its rows are written with SQL here, and nothing reads them as records: there is no such state.
constexpr FacetTable kMood{
    .facet = base::Facet{7},
    .word = "mood",
    .table = "facet_transition",
    .only = "AND t.facet = 7",
    .source = "t.source",
    .insert = "",
    .add = nullptr,
    .state = "t.after, t.before",
    .after = nullptr,
    .read_before = nullptr,
    .chain = "t.after, '', t.before, CASE WHEN t.before IS NOT NULL THEN '' END, NULL",
    .transitions_view = "mood_transitions",
    .transition_columns = "t.before, t.after",
    .intervals_view = "mood_intervals",
    .interval_columns = kMoodColumns,
    .unknown = "'unknown'",
    .coverage_view = "mood_coverage",
};

std::vector<FacetTable> with_mood() {
  std::vector<FacetTable> facets(facet_tables().begin(), facet_tables().end());
  facets.push_back(kMood);
  return facets;
}

// A history of two people, in which a later program has recorded moods: U1 is calm from 1000, glad from 2000 and calm
// from 5000, U2 is glad from 1500. Both are covered up to 6000. Another facet of U1, 8, changes at 1200.
class MoodyHistory {
 public:
  MoodyHistory() {
    Script script;
    script.session(1, 1000).watched("U1", "Kim").watched("U2", "Lee");
    for (const char* user : {"U1", "U2"})
      script.cover(user, 1000).first(user, 1000, Presence::away).uncover(user, 6000);
    script.ended(1, 6000, history::EndReason::goodbye);
    const auto recording = open(file());
    commit(*recording, script.batch(9000));
    REQUIRE(!recording->close());
    database_.emplace(file(), Database::Access::read_write);
    for (const View& view : views(facets_))
      if (view.name.starts_with("mood")) database_->execute(view.sql.c_str());
    moods();
  }

  std::filesystem::path file() const { return folder_ / "h.db"; }
  std::filesystem::path beside(std::string_view name) const { return folder_ / name; }
  Database& database() { return *database_; }
  std::span<const FacetTable> facets() const { return facets_; }

  // "U1 2000 glad" for each row of facet_transition.
  Lines left() const {
    return rows(file(),
                "SELECT p.user_id || ' ' || t.at || ' ' || t.after FROM facet_transition t JOIN person p "
                "ON p.id = t.person ORDER BY t.seq");
  }
  Lines findings() const {
    Lines all;
    const auto reader = Reader::open(file());
    const auto failure = verify(
        *reader.value(), [&](const std::string& finding) { return all.push_back(finding), true; }, Naming::people,
        facets_);
    REQUIRE_MESSAGE(!failure, failure->message);
    return all;
  }

 private:
  void moods() {
    const auto add = [&](int seq, const char* user, int facet, int at, const char* before, const char* after) {
      database_->execute(fmt::format("INSERT INTO facet_transition SELECT id, {}, {}, {}, 0, {}, 0, NULL, {}, '{}' "
                                     "FROM person WHERE user_id = '{}'",
                                     facet, at, seq, before == nullptr ? 1 : 0,
                                     before == nullptr ? "NULL" : fmt::format("'{}'", before), after, user)
                             .c_str());
    };
    add(3, "U1", 7, 1000, nullptr, "calm");
    add(4, "U1", 8, 1200, nullptr, "sunny");
    add(5, "U2", 7, 1500, nullptr, "glad");
    add(6, "U1", 7, 2000, "calm", "glad");
    add(7, "U1", 7, 5000, "glad", "calm");
    database_->execute("UPDATE seq_last SET seq = 7");
    database_->execute("INSERT INTO coverage_span SELECT id, 7, 1000, 0, 6000, 0, 1, NULL FROM person");
  }

  TemporaryFolder folder_;
  std::vector<FacetTable> facets_ = with_mood();
  std::optional<Database> database_;
};

TEST_CASE("A further facet has its views") {
  MoodyHistory history;
  CHECK(rows(history.file(), "SELECT user_id, at, before, after, source FROM mood_transitions ORDER BY seq") ==
        Lines{"U1|1000|-|calm|first", "U2|1500|-|glad|first", "U1|2000|calm|glad|push", "U1|5000|glad|calm|push"});
  CHECK(rows(history.file(), "SELECT user_id, mood, started_at, ended_at FROM mood_intervals ORDER BY 1, 3") ==
        Lines{"U1|calm|1000|2000", "U1|glad|2000|5000", "U1|calm|5000|6000", "U1|unknown|6000|-",
              "U2|unknown|1000|1500", "U2|glad|1500|6000", "U2|unknown|6000|-"});
  CHECK(rows(history.file(), "SELECT user_id, started_at, ended_at, mode FROM mood_coverage ORDER BY 1") ==
        Lines{"U1|1000|6000|subscribed", "U2|1000|6000|subscribed"});
}

TEST_CASE("The retention keeps of a further facet what was in force at the cutoff") {
  MoodyHistory history;
  CHECK(oldest_deletable(history.database(), history.facets()) == at(1000));
  Retention retention(history.database(), history.facets());
  for (bool more = true; more;) more = retention.step(at(3000), 1);
  CHECK(history.left() == Lines{"U1 1200 sunny", "U2 1500 glad", "U1 2000 glad", "U1 5000 calm"});
  CHECK(rows(history.file(), "SELECT user_id, started_at FROM mood_coverage ORDER BY 1") ==
        Lines{"U1|3000", "U2|3000"});
}

TEST_CASE("A purge deletes a further facet of the person, and of nobody else") {
  MoodyHistory history;
  Purge purge(history.database(), history.facets());
  purge.promise(UserId{"U1"}, false);
  purge.begin();
  std::optional<Purged> purged;
  while (!purged) purged = purge.step(1);
  CHECK(purged->transitions == 4);  // one of the presence, three of the mood
  CHECK(purged->spans == 2);
  CHECK(history.left() == Lines{"U1 1200 sunny", "U2 1500 glad"});
  CHECK(history.findings().empty());
}

TEST_CASE("Nothing of a further facet is left of a person who was forgotten, or the verification finds it") {
  MoodyHistory history;
  history.database().execute("INSERT INTO forgotten(user_id) VALUES('U2')");
  history.database().execute("UPDATE membership SET watched = 0, label = '' WHERE person = 2");
  history.database().execute("DELETE FROM presence_transition WHERE person = 2");
  history.database().execute("DELETE FROM coverage_span WHERE person = 2");
  CHECK(history.findings() == Lines{"U2 was forgotten, but not everything about them was deleted: 1 row"});
  Purge purge(history.database(), history.facets());
  purge.promise(UserId{"U2"}, true);
  purge.begin();
  CHECK(purge.step(100)->transitions == 1);
  CHECK(history.findings().empty());
  CHECK(rows(history.file(), "SELECT user_id FROM person") == Lines{"U1"});
}

TEST_CASE("A crash ends the sampled coverage of a further facet at its last change") {
  MoodyHistory history;
  history.database().execute("UPDATE coverage_span SET mode = 1, ended_at = NULL, end_reason = NULL WHERE facet = 7");
  CHECK(begin_run(history.database(), "2", at(20'000), history.facets()).spans == 2);
  CHECK(rows(history.file(), "SELECT user_id, ended_at, end_reason FROM mood_coverage ORDER BY 1") ==
        Lines{"U1|5000|crash", "U2|1500|crash"});
}

TEST_CASE("Rows of a further facet that a wrong clock has dated are found and set aside") {
  MoodyHistory history;
  const auto reader = Reader::open(history.file());
  const auto found = find_misdated(*reader.value(), at(4000), history.facets());
  REQUIRE(found.ok());
  REQUIRE(found.value().workspaces.size() == 1);
  CHECK(found.value().workspaces[0].transitions == 1);
  Transaction transaction(history.database());
  CHECK(set_aside_misdated(history.database(), "acme", at(4000), OpenCoverage::stays, history.facets()).transitions ==
        1);
  transaction.commit();
  CHECK(history.left() == Lines{"U1 1000 calm", "U1 1200 sunny", "U2 1500 glad", "U1 2000 glad"});
  CHECK(rows(history.file(),
             "SELECT from_table, json_extract(row, '$.facet'), json_extract(row, '$.after') "
             "FROM misdated WHERE why = 'later'") == Lines{"facet_transition|7|calm"});
}

TEST_CASE("The verification reads a further facet's chain, and knows its number") {
  MoodyHistory history;
  CHECK(history.findings().empty());
  history.database().execute("UPDATE facet_transition SET before = 'sad' WHERE seq = 7");
  history.database().execute("UPDATE coverage_span SET facet = 9 WHERE facet = 7 AND person = 2");
  const Lines findings = history.findings();
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].find("U2: the coverage of facet 9 from ") == 0);
  CHECK(findings[1] == "mood transition 7 does not begin where transition 6 ended");
  history.database().execute("DROP VIEW mood_intervals");
  CHECK(history.findings().front() == "the view mood_intervals is missing");
}

TEST_CASE("A further facet is part of what is passed on") {
  MoodyHistory history;
  const auto reader = Reader::open(history.file());
  REQUIRE(!extract(*reader.value(), {{1, 0}}, {at(1500), at(9000)}, history.beside("part.db"), {}, history.facets()));
  Database part(history.beside("part.db"), Database::Access::read_only);
  CHECK(part.integer("SELECT count(*) FROM mood_transitions") == 2);
  CHECK(part.integer("SELECT count(*) FROM mood_intervals WHERE mood = 'glad'") == 1);
  CHECK(part.integer("SELECT count(*) FROM mood_coverage") == 1);
}

}  // namespace
}  // namespace presenced::store::test
